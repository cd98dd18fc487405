using System.Net;
using System.Net.Sockets;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;

namespace CephActors.Transport;

/// <summary>A listening socket of the operating system; accepts one connection per pull.</summary>
internal sealed class ListenerStage : GraphStageWithMaterializedValue<SourceShape<IncomingSocket>, Task<TransportListener>>
{
    private readonly IPEndPoint _local;
    private readonly SocketSettings _settings;
    private readonly EpollDriver? _driver;
    private readonly Outlet<IncomingSocket> _out = new("Listener.out");

    /// <param name="local">Where to listen.</param>
    /// <param name="settings">How sockets are opened.</param>
    /// <param name="driver">What waits for accepted sockets; null to leave that to the runtime.</param>
    public ListenerStage(IPEndPoint local, SocketSettings settings, EpollDriver? driver)
    {
        _driver = driver;
        _local = local;
        _settings = settings;
        Shape = new SourceShape<IncomingSocket>(_out);
    }

    public override SourceShape<IncomingSocket> Shape { get; }

    public override ILogicAndMaterializedValue<Task<TransportListener>> CreateLogicAndMaterializedValue(
        Attributes inheritedAttributes)
    {
        var logic = new Logic(this);
        return new LogicAndMaterializedValue<Task<TransportListener>>(logic, logic.Bound);
    }

    private sealed class Logic : OutGraphStageLogic
    {
        private readonly ListenerStage _stage;
        private readonly TaskCompletionSource<TransportListener> _bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SocketAsyncEventArgs _accept;
        private readonly Action _unbind;
        private Socket? _socket;
        private Exception? _failure;
        private int _failures;
        private volatile bool _stopped;

        public Logic(ListenerStage stage)
            : base(stage.Shape)
        {
            _stage = stage;
            _unbind = GetAsyncCallback(CompleteStage);
            var accepted = GetAsyncCallback(OnAccepted);
            _accept = new SocketAsyncEventArgs(true);
            _accept.Completed += (_, accept) =>
            {
                accepted();
                if (_stopped) accept.AcceptSocket?.Dispose();
            };
            SetHandler(stage._out, this);
        }

        public Task<TransportListener> Bound => _bound.Task;

        public override void PreStart()
        {
            try
            {
                _socket = SocketTransport.Open(_stage._local.AddressFamily, _stage._settings);
                _socket.Bind(_stage._local);
                _socket.Listen(_stage._settings.Backlog);
                _bound.TrySetResult(new TransportListener((IPEndPoint)_socket.LocalEndPoint!, UnbindAsync));
            }
            catch (SocketException e)
            {
                Fail(e);
            }
        }

        public override void PostStop()
        {
            _socket?.Dispose();
            // An accept may succeed while the stage stops; whoever comes second closes the socket.
            _stopped = true;
            _accept.AcceptSocket?.Dispose();
            _accept.Dispose();
            if (_bound.TrySetException(_failure ?? new SocketException((int)SocketError.OperationAborted)))
                _ = _bound.Task.Exception; // the stream reports it as well; nobody has to look at the task
            _unbound.TrySetResult();
        }

        public override void OnPull()
        {
            while (!_socket!.AcceptAsync(_accept))
                if (TakeAccepted()) return;
        }

        private void OnAccepted()
        {
            if (!TakeAccepted() && _failure is null) OnPull();
        }

        /// <summary>False if there is nothing to push and accepting goes on.</summary>
        private bool TakeAccepted()
        {
            var socket = _accept.AcceptSocket;
            _accept.AcceptSocket = null;
            if (_accept.SocketError != SocketError.Success || socket is null)
                return AfterFailure(new SocketException((int)_accept.SocketError));
            try
            {
                var remote = (IPEndPoint)socket.RemoteEndPoint!;
                var info = new SocketInfo((IPEndPoint)socket.LocalEndPoint!, remote);
                var flow = Flow.FromGraph(new SocketStage(socket, remote, _stage._settings, _stage._driver));
                _failures = 0;
                Push(_stage._out, new IncomingSocket(info, _stage._settings, flow.MapMaterializedValue(_ => NotUsed.Instance)));
                return true;
            }
            catch (SocketException e)
            {
                socket.Dispose();
                return AfterFailure(e);
            }
        }

        /// <summary>
        /// A peer that gave up while it was queued is no reason to stop; a lasting cause, such as too many open files,
        /// is. Ceph: <c>src/msg/async/AsyncMessenger.cc</c>, <c>Processor::accept</c>.
        /// </summary>
        private bool AfterFailure(SocketException reason)
        {
            if (++_failures < _stage._settings.MaxAcceptFailures) return false;
            Fail(reason);
            return true;
        }

        private Task UnbindAsync()
        {
            _unbind();
            return _unbound.Task;
        }

        private void Fail(SocketException reason)
        {
            _failure = reason;
            FailStage(reason);
        }
    }
}
