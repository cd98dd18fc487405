using System.Buffers;
using Akka.Streams;
using Akka.Streams.Stage;

namespace CephActors.Injection;

/// <summary>
/// Stands between a session and its socket and, before each read and each write, asks the switch whether the socket
/// breaks now, or a write has to wait.
/// </summary>
internal sealed class SocketFaultStage(FaultSwitch faults)
    : GraphStage<BidiShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>, ReadOnlySequence<byte>, ReadOnlySequence<byte>>>
{
    private static readonly TimeSpan Congested = TimeSpan.FromMilliseconds(1);

    private readonly Inlet<ReadOnlySequence<byte>> _toSend = new("SocketFault.toSend");
    private readonly Outlet<ReadOnlySequence<byte>> _sent = new("SocketFault.sent");
    private readonly Inlet<ReadOnlySequence<byte>> _received = new("SocketFault.received");
    private readonly Outlet<ReadOnlySequence<byte>> _toRead = new("SocketFault.toRead");

    public override BidiShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>, ReadOnlySequence<byte>, ReadOnlySequence<byte>> Shape =>
        field ??= new(_received, _toRead, _toSend, _sent);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, new FaultDice(faults));

    private sealed class Logic : TimerGraphStageLogic
    {
        private readonly SocketFaultStage _stage;
        private readonly FaultDice _dice;
        private ReadOnlySequence<byte>? _waiting;
        private bool _sending;

        public Logic(SocketFaultStage stage, FaultDice dice)
            : base(stage.Shape)
        {
            _stage = stage;
            _dice = dice;
            SetHandler(stage._toSend, OnToSend, OnNothingMoreToSend, OnSendingFailed);
            SetHandler(stage._sent, OnSent, cause => Cancel(stage._toSend, cause));
            SetHandler(stage._received, () => Push(stage._toRead, Grab(stage._received)), () => Complete(stage._toRead), e => Fail(stage._toRead, e));
            SetHandler(stage._toRead, Read, cause => Cancel(stage._received, cause));
        }

        protected override void OnTimer(object timerKey) => Write();

        private void OnToSend()
        {
            _waiting = Grab(_stage._toSend);
            Write();
        }

        private void Write()
        {
            if (_waiting is not { } data || IsClosed(_stage._sent))
                return;
            var faults = _dice.Faults;
            if (_dice.OneIn(faults.SocketFailures))
            {
                ShutDown();
            }
            else if (faults.NetworkCongestion > 1 && !_dice.OneIn(faults.NetworkCongestion))
            {
                ScheduleOnce(nameof(Congested), Congested);
            }
            else
            {
                _waiting = null;
                _sending = true;
                Push(_stage._sent, data);
                if (IsClosed(_stage._toSend))
                    Complete(_stage._sent);
            }
        }

        private void OnSent()
        {
            _sending = false;
            if (!IsClosed(_stage._toSend))
                Pull(_stage._toSend);
        }

        private void OnNothingMoreToSend()
        {
            if (_waiting is null)
                Complete(_stage._sent);
        }

        private void OnSendingFailed(Exception cause) => Fail(_stage._sent, cause);

        private void Read()
        {
            if (_dice.OneIn(_dice.Faults.SocketFailures))
                ShutDown();
            else
                Pull(_stage._received);
        }

        /// <summary>
        /// The peer still gets what was sent before, if nothing is being sent now. Otherwise the socket is reset, and the inlet
        /// is left to its owner, whose buffers the send still reads: upstream fails when the socket's end is known.
        /// </summary>
        private void ShutDown()
        {
            var reason = new IOException("injected socket failure");
            Fail(_stage._toRead, reason);
            if (!_sending)
            {
                CompleteStage();
                return;
            }

            Fail(_stage._sent, reason);
            Cancel(_stage._received);
        }
    }
}
