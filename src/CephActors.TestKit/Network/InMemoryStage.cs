using System.Buffers;
using System.Net.Sockets;
using Akka.Streams;
using Akka.Streams.Stage;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>One end of an in-memory connection as a flow.</summary>
internal sealed class InMemoryStage : GraphStageWithMaterializedValue<
    FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>>, Task<SocketInfo>>
{
    private readonly DialFactory? _dial;
    private readonly InMemorySocket? _accepted;
    private readonly SocketSettings _settings;
    private readonly Inlet<ReadOnlySequence<byte>> _in = new("InMemory.in");
    private readonly Outlet<ReadOnlySequence<byte>> _out = new("InMemory.out");

    /// <param name="dial">Makes one attempt to connect per materialization; a <see cref="SocketException"/> fails the stage.</param>
    /// <param name="settings">Only the slab size matters here.</param>
    public InMemoryStage(DialFactory dial, SocketSettings settings)
        : this(settings) => _dial = dial;

    /// <param name="accepted">The socket of the only materialization.</param>
    /// <param name="settings">Only the slab size matters here.</param>
    public InMemoryStage(InMemorySocket accepted, SocketSettings settings)
        : this(settings) => _accepted = accepted;

    private InMemoryStage(SocketSettings settings)
    {
        _settings = settings;
        Shape = new FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>>(_in, _out);
    }

    /// <summary>Makes an attempt to connect that answers from any thread.</summary>
    public delegate InMemoryDial DialFactory(Action<InMemorySocket> opened, Action<SocketException> failed);

    public override FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>> Shape { get; }

    public override ILogicAndMaterializedValue<Task<SocketInfo>> CreateLogicAndMaterializedValue(
        Attributes inheritedAttributes)
    {
        var logic = new Logic(this);
        return new LogicAndMaterializedValue<Task<SocketInfo>>(logic, logic.Established);
    }

    private sealed class Logic : GraphStageLogic, IInHandler, IOutHandler
    {
        private readonly InMemoryStage _stage;
        private readonly TaskCompletionSource<SocketInfo> _established = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Action _readable;
        private readonly Action _writable;
        private InMemoryDial? _dial;
        private InMemorySocket? _socket;
        private ReadOnlySequence<byte> _unsent;
        private bool _sendEnded;
        private bool _receiveEnded;

        public Logic(InMemoryStage stage)
            : base(stage.Shape)
        {
            _stage = stage;
            _readable = GetAsyncCallback(Receive);
            _writable = GetAsyncCallback(Send);
            SetHandler(stage._in, (IInHandler)this);
            SetHandler(stage._out, (IOutHandler)this);
        }

        public Task<SocketInfo> Established => _established.Task;

        public override void PreStart()
        {
            SetKeepGoing(true);
            if (_stage._accepted is not null)
            {
                Open(_stage._accepted);
                return;
            }

            _dial = _stage._dial!(GetAsyncCallback<InMemorySocket>(Open), GetAsyncCallback<SocketException>(Fail));
            _dial.Start();
        }

        public override void PostStop()
        {
            var unused = _dial?.Cancel();
            _socket ??= unused;
            if (_sendEnded)
                _socket?.Close();
            else
                _socket?.Reset();
            _established.TrySetException(new SocketException((int)SocketError.OperationAborted));
            if (_established.Task.IsFaulted) _ = _established.Task.Exception; // the stream reports it as well
        }

        void IInHandler.OnPush()
        {
            _unsent = Grab(_stage._in);
            Send();
        }

        void IInHandler.OnUpstreamFinish()
        {
            if (_socket is not null && _unsent.IsEmpty) EndSending();
        }

        void IInHandler.OnUpstreamFailure(Exception e) => Abort(e);

        void IOutHandler.OnPull() => Receive();

        void IOutHandler.OnDownstreamFinish(Exception cause)
        {
            if (cause is not SubscriptionWithCancelException.NonFailureCancellation)
                Abort(cause);
            else if (_sendEnded)
                CompleteStage();
            else
                _socket?.Incoming.Abandon();
        }

        // What happened before there was a socket is made up for.
        private void Open(InMemorySocket socket)
        {
            _socket = socket;
            _established.TrySetResult(socket.Info);
            if (IsClosed(_stage._out))
                socket.Incoming.Abandon();
            if (IsClosed(_stage._in))
                EndSending();
            else
                Pull(_stage._in);
            if (IsAvailable(_stage._out))
                Receive();
        }

        private void Fail(SocketException reason)
        {
            _established.TrySetException(reason);
            FailStage(reason);
        }

        private void Send()
        {
            switch (_socket!.Outgoing.Write(ref _unsent, _writable))
            {
                case TransferStatus.Failed:
                    Abort(_socket.Outgoing.WriteFailure!);
                    break;
                case TransferStatus.Done when IsClosed(_stage._in):
                    EndSending();
                    break;
                case TransferStatus.Done:
                    Pull(_stage._in);
                    break;
            }
        }

        private void EndSending()
        {
            _sendEnded = true;
            _socket!.Outgoing.Finish();
            if (_receiveEnded || IsClosed(_stage._out)) CompleteStage();
        }

        private void Receive()
        {
            if (_socket is null || IsClosed(_stage._out)) return;
            switch (_socket.Incoming.Read(_stage._settings.SlabSize, _readable, out var data))
            {
                case TransferStatus.Done:
                    Push(_stage._out, data);
                    break;
                case TransferStatus.EndOfStream:
                    _receiveEnded = true;
                    Complete(_stage._out);
                    if (_sendEnded) CompleteStage();
                    break;
                case TransferStatus.Failed:
                    Abort(_socket.Incoming.ReadFailure!);
                    break;
            }
        }

        private void Abort(Exception reason)
        {
            _sendEnded = false;
            FailStage(reason);
        }
    }
}
