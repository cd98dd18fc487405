using System.Diagnostics;
using System.Net;
using Akka;
using Akka.Actor;
using Akka.IO;
using Akka.Streams;
using Akka.Streams.Dsl;
using CephActors.Tool.Bench;
using Tcp = Akka.Streams.Dsl.Tcp;

namespace CephActors.Benchmarks.Peers;

/// <summary>TCP and framing as they come with Akka.Streams: a flow that turns each request into its reply, each reply into the next request.</summary>
internal sealed class AkkaStreamsPeer : IPeer
{
    public async Task<IPeerServer> ListenAsync()
    {
        var system = AkkaSystem.Start();
        var server = new Server(system);
        var reply = Frame(new byte[PeerWork.ReplySize]);
        var binding = await system.TcpStream().Bind("127.0.0.1", 0)
            .To(Sink.ForEach<Tcp.IncomingConnection>(connection => connection.HandleWith(
                Frames().Select(_ =>
                {
                    server.OnAnswered();
                    return reply;
                }), system.Materializer())))
            .Run(system.Materializer());
        server.Port = ((IPEndPoint)binding.LocalAddress).Port;
        return server;
    }

    public async Task AskAsync(IPEndPoint server, BenchLoad load, RequestLedger ledger, CancellationToken cancellationToken)
    {
        using var system = AkkaSystem.Start();
        var data = new byte[load.Size];
        var asking = Frames().Select(_ =>
            {
                ledger.Received(Stopwatch.GetTimestamp());
                return Ask();
            })
            .Prepend(Source.From(Enumerable.Range(0, load.Depth)).Select(_ => Ask()));
        var (stop, end) = system.TcpStream().OutgoingConnection(server)
            .ViaMaterialized(KillSwitches.Single<ByteString>(), Keep.Right)
            .WatchTermination(Keep.Both)
            .JoinMaterialized(asking, Keep.Left)
            .Run(system.Materializer());
        await using var _ = cancellationToken.Register(() => stop.Shutdown());
        await end;
        cancellationToken.ThrowIfCancellationRequested();
        throw new IOException("the connection has ended");

        ByteString Ask()
        {
            ledger.Sent(Stopwatch.GetTimestamp());
            return Frame(data);
        }
    }

    private static Flow<ByteString, ByteString, NotUsed> Frames() =>
        Akka.Streams.Dsl.Framing.LengthField(sizeof(int), PeerWork.MaxSize + sizeof(int), 0, ByteOrder.LittleEndian);

    private static ByteString Frame(byte[] data) => ByteString.FromBytes(BitConverter.GetBytes(data.Length)) + ByteString.FromBytes(data);

    private sealed class Server(ActorSystem system) : IPeerServer
    {
        private long _answered;

        public int Port { get; set; }

        public long Answered => Interlocked.Read(ref _answered);

        public void OnAnswered() => Interlocked.Increment(ref _answered);

        public async ValueTask DisposeAsync() => await system.Terminate();
    }
}
