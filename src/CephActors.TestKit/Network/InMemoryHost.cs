using System.Buffers;
using System.Net;
using Akka.Actor;
using Akka.Streams.Dsl;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>The place of one messenger on the network: its sockets are told apart from those of others.</summary>
internal sealed class InMemoryHost(InMemoryTransport network, IScheduler scheduler) : ByteTransport
{
    private readonly Lock _gate = new();
    private readonly List<IPEndPoint> _listening = [];

    /// <summary>The scheduler of the actor system it is in: what it receives is delayed by that one's time.</summary>
    public IScheduler Scheduler { get; } = scheduler;

    /// <summary>Whose place this is; null until the messenger is made.</summary>
    public CephMessenger? Messenger { get; set; }

    public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(
        IPEndPoint remote, SocketSettings settings) => network.Connect(this, remote, settings);

    public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
        network.Bind(this, local, settings);

    /// <summary>Whether it listens there, or did: peers know it by that address.</summary>
    public bool Listens(IPEndPoint address)
    {
        lock (_gate) return _listening.Contains(address);
    }

    internal void Listening(IPEndPoint local)
    {
        lock (_gate) _listening.Add(local);
    }
}
