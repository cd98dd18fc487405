using Akka.Streams;
using Akka.Streams.Stage;
using CephActors.Framing;
using CephActors.Transport;

namespace CephActors.Streams;

/// <summary>
/// Hands batches to the owner of a socket, and is the one place that says how the socket ended. It begins when the port
/// tells it that the socket is established, and stops pulling while the owner has too many batches in hand.
/// </summary>
internal sealed class FrameSink : GraphStage<SinkShape<FrameBatch>>
{
    private readonly ISocketListener _listener;
    private readonly FrameCredit _credit;
    private readonly StagePort _port;
    private readonly Inlet<FrameBatch> _in = new("Frames.in");

    public FrameSink(ISocketListener listener, FrameCredit credit, StagePort port)
    {
        _listener = listener;
        _credit = credit;
        _port = port;
        Shape = new SinkShape<FrameBatch>(_in);
    }

    public override SinkShape<FrameBatch> Shape { get; }

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this);

    private sealed class Logic : InGraphStageLogic
    {
        private readonly FrameSink _stage;
        private bool _connected;
        private bool _ended;

        public Logic(FrameSink stage)
            : base(stage.Shape)
        {
            _stage = stage;
            stage._port.Bind(GetAsyncCallback<object>(OnCommand));
            SetHandler(stage._in, this);
        }

        public override void PostStop()
        {
            _stage._port.Unbind();
            if (!_ended) _stage._listener.OnEnded(new SocketAbortedException("the materializer was shut down"));
        }

        public override void OnPush()
        {
            _stage._credit.Take();
            _stage._listener.OnFrames(Grab(_stage._in));
            PullIfAllowed();
        }

        public override void OnUpstreamFinish() => End(null);

        public override void OnUpstreamFailure(Exception e) => End(e);

        private void OnCommand(object command)
        {
            if (command is SocketInfo info)
            {
                _connected = true;
                _stage._listener.OnConnected(info);
            }

            PullIfAllowed();
        }

        private void PullIfAllowed()
        {
            if (_connected && !HasBeenPulled(_stage._in) && _stage._credit.TryContinue()) Pull(_stage._in);
        }

        private void End(Exception? failure)
        {
            _ended = true;
            _stage._listener.OnEnded(failure);
            CompleteStage();
        }
    }
}
