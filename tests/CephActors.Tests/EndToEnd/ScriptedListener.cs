using System.Net;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using CephActors.Tests.Actors;
using CephActors.Transport;

namespace CephActors.Tests.EndToEnd;

/// <summary>Accepts sockets for <see cref="ScriptedPeer"/>s.</summary>
internal sealed class ScriptedListener
{
    private readonly ActorSystem _system;
    private readonly TransportListener _listener;
    private readonly ISinkQueue<IncomingSocket> _sockets;

    private ScriptedListener(ActorSystem system, TransportListener listener, ISinkQueue<IncomingSocket> sockets)
    {
        _system = system;
        _listener = listener;
        _sockets = sockets;
    }

    public IPEndPoint EndPoint => _listener.Local;

    /// <summary>The address it is dialled by, under a nonce.</summary>
    public EntityAddress Address(uint nonce = 0) => EntityAddress.FromEndPoint(EndPoint, EntityAddressType.Legacy, nonce);

    public static async Task<ScriptedListener> BindAsync(ActorSystem system, ByteTransport transport, IPEndPoint? local = null)
    {
        var (bound, sockets) = transport.Bind(local ?? new IPEndPoint(IPAddress.Loopback, 0), new SocketSettings())
            .ToMaterialized(Sink.Queue<IncomingSocket>(), Keep.Both)
            .Run(system.Materializer());
        return new ScriptedListener(system, await bound.WaitAsync(MessengerTest.Patience), sockets);
    }

    public async Task<ScriptedPeer> AcceptAsync() =>
        ScriptedPeer.Accept(_system, (await _sockets.PullAsync().WaitAsync(MessengerTest.Patience)).Value);

    public Task CloseAsync() => _listener.UnbindAsync();
}
