using System.Diagnostics;
using System.Globalization;
using System.Net;
using Akka.Actor;
using CephActors.Tool.Bench;

namespace CephActors.Benchmarks.Peers;

/// <summary>Two actors that tell each other byte arrays by Akka.Remote, which has a serializer of its own for them.</summary>
internal sealed class AkkaRemotePeer : IPeer
{
    private const string Name = "peer";

    private static readonly string Hocon = string.Create(CultureInfo.InvariantCulture, $$"""
        akka.actor.provider = remote
        akka.remote.dot-netty.tcp {
          hostname = "127.0.0.1"
          port = 0
          maximum-frame-size = {{PeerWork.MaxSize + (64 << 10)}}b
          send-buffer-size = 4m
          receive-buffer-size = 4m
        }
        """);

    public Task<IPeerServer> ListenAsync()
    {
        var server = new Server(AkkaSystem.Start(Hocon));
        return Task.FromResult<IPeerServer>(server);
    }

    public async Task AskAsync(IPEndPoint server, BenchLoad load, RequestLedger ledger, CancellationToken cancellationToken)
    {
        using var system = AkkaSystem.Start(Hocon);
        var path = $"akka.tcp://{Name}@{server}/user/{Name}";
        var target = await system.ActorSelection(path).ResolveOne(TimeSpan.FromSeconds(10), cancellationToken);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new Asker(target, load, ledger, ended)));
        await ended.Task.WaitAsync(cancellationToken);
    }

    private sealed class Server : IPeerServer
    {
        private readonly ActorSystem _system;
        private long _answered;

        public Server(ActorSystem system)
        {
            _system = system;
            _system.ActorOf(Props.Create(() => new Answerer(this)), Name);
        }

        public int Port => ((ExtendedActorSystem)_system).Provider.DefaultAddress.Port!.Value;

        public long Answered => Interlocked.Read(ref _answered);

        public void OnAnswered() => Interlocked.Increment(ref _answered);

        public async ValueTask DisposeAsync() => await _system.Terminate();
    }

    private sealed class Answerer(Server server) : UntypedActor
    {
        private readonly byte[] _reply = new byte[PeerWork.ReplySize];

        protected override void OnReceive(object message)
        {
            server.OnAnswered();
            Sender.Tell(_reply);
        }
    }

    private sealed class Asker(IActorRef target, BenchLoad load, RequestLedger ledger, TaskCompletionSource ended) : UntypedActor
    {
        private readonly byte[] _data = new byte[load.Size];

        protected override void PreStart()
        {
            Context.Watch(target);
            for (var i = 0; i < load.Depth; i++)
                Ask();
        }

        protected override void OnReceive(object message)
        {
            if (message is Terminated)
            {
                ended.TrySetException(new IOException("the server is gone"));
                return;
            }

            ledger.Received(Stopwatch.GetTimestamp());
            Ask();
        }

        private void Ask()
        {
            ledger.Sent(Stopwatch.GetTimestamp());
            target.Tell(_data);
        }
    }
}
