using System.Net;
using System.Net.Sockets;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>Accepts one in-memory connection per pull.</summary>
internal sealed class InMemoryListenerStage : GraphStageWithMaterializedValue<SourceShape<IncomingSocket>, Task<TransportListener>>
{
    private readonly InMemoryTransport _transport;
    private readonly InMemoryHost? _host;
    private readonly IPEndPoint _local;
    private readonly SocketSettings _settings;
    private readonly Outlet<IncomingSocket> _out = new("InMemoryListener.out");

    public InMemoryListenerStage(InMemoryTransport transport, InMemoryHost? host, IPEndPoint local, SocketSettings settings)
    {
        _transport = transport;
        _host = host;
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
        private readonly InMemoryListenerStage _stage;
        private readonly TaskCompletionSource<TransportListener> _bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Action _offered;
        private readonly Action _unbind;
        private InMemoryListener? _listener;

        public Logic(InMemoryListenerStage stage)
            : base(stage.Shape)
        {
            _stage = stage;
            _offered = GetAsyncCallback(OnPull);
            _unbind = GetAsyncCallback(CompleteStage);
            SetHandler(stage._out, this);
        }

        public Task<TransportListener> Bound => _bound.Task;

        public override void PreStart()
        {
            try
            {
                _listener = _stage._transport.Listen(_stage._host, _stage._local, _stage._settings.Backlog);
                _bound.TrySetResult(new TransportListener(_listener.Local, UnbindAsync));
            }
            catch (SocketException e)
            {
                _bound.TrySetException(e);
                FailStage(e);
            }
        }

        public override void PostStop()
        {
            if (_listener is not null) _stage._transport.Unlisten(_listener);
            _unbound.TrySetResult();
            if (_bound.Task.IsFaulted) _ = _bound.Task.Exception; // the stream reports it as well
        }

        public override void OnPull()
        {
            if (_listener!.Accept(_offered) is not { } socket) return;
            var flow = Flow.FromGraph(new InMemoryStage(socket, _stage._settings));
            Push(_stage._out, new IncomingSocket(socket.Info, _stage._settings, flow.MapMaterializedValue(_ => NotUsed.Instance)));
        }

        private Task UnbindAsync()
        {
            _unbind();
            return _unbound.Task;
        }
    }
}
