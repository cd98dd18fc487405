using System.Buffers;
using System.Net;
using Akka.Streams;
using Akka.Streams.Dsl;
using CephActors.Tests.Streams;
using CephActors.Transport;

namespace CephActors.Tests.Transport;

/// <summary>Listeners and connections of one transport, gone when the test is over.</summary>
public abstract class ByteTransportHarness : StreamSpec
{
    private protected static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);
    private protected static readonly SocketSettings Settings = new();

    private readonly List<(TransportListener Listener, ISinkQueue<IncomingSocket> Sockets)> _listeners = [];

    internal abstract ByteTransport Transport { get; }

    public override async Task DisposeAsync()
    {
        await Unbind();
        await base.DisposeAsync();
    }

    /// <summary>Stops every listener of the test.</summary>
    private protected async Task Unbind()
    {
        foreach (var (listener, sockets) in _listeners)
        {
            var next = sockets.PullAsync();
            var unbound = listener.UnbindAsync();
            while (await Soon(next) is { HasValue: true } left)
            {
                left.Value.Discard(Materializer);
                next = sockets.PullAsync();
            }

            await Soon(unbound);
        }

        _listeners.Clear();
    }

    /// <summary>Both ends of one connection.</summary>
    private protected async Task<(TestSocket Client, TestSocket Server)> Pair()
    {
        var (connecting, accept) = await Flows();
        var client = TestSocket.Open(connecting, Materializer);
        return (client, TestSocket.Open(await accept(), Materializer));
    }

    private protected async Task<(TransportListener Listener, ISinkQueue<IncomingSocket> Sockets)> Listen(IPEndPoint local)
    {
        var (listener, sockets) = Transport.Bind(local, Settings)
            .ToMaterialized(Sink.Queue<IncomingSocket>().WithAttributes(Attributes.CreateInputBuffer(1, 1)), Keep.Both)
            .Run(Materializer);
        _listeners.Add((await Soon(listener), sockets));
        return _listeners[^1];
    }

    /// <summary>A flow that connects, and the way to the socket accepted for it.</summary>
    private protected async Task<(Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connecting, Func<Task<IncomingSocket>> Accept)> Flows()
    {
        var (listener, sockets) = await Listen(AnyPort);
        return (Transport.Connect(listener.Local, Settings), async () => (await Soon(sockets.PullAsync())).Value);
    }

    private protected async Task<IPEndPoint> FreeEndPoint()
    {
        var (listener, _) = await Listen(AnyPort);
        await Unbind();
        return listener.Local;
    }
}
