using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Akka.Streams.Dsl;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>
/// A network inside the process: everybody who shares this object can reach everybody else, also across actor systems.
/// It behaves like TCP where it matters: bytes are buffered up to a bound and then push back, chunks are cut anew,
/// FINs and resets are told apart, and nobody listening means refused. It adds no randomness, and no delay unless told to.
/// </summary>
/// <remarks>Used as a transport itself it gives sockets to somebody without a name; <see cref="InMemoryHost"/> has one.</remarks>
/// <param name="capacity">Bytes buffered in each direction of each connection.</param>
internal sealed partial class InMemoryTransport(int capacity = 256 * 1024) : ByteTransport
{
    private const int FirstEphemeralPort = 49152;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPEndPoint, InMemoryListener> _listeners = [];
    private readonly HashSet<InMemorySocket> _sockets = [];
    private int _nextPort = FirstEphemeralPort;

    /// <summary>Both ends of every connection, each as it sees itself.</summary>
    public IReadOnlyList<SocketInfo> Sockets
    {
        get
        {
            lock (_gate) return [.. _sockets.Select(socket => socket.Info)];
        }
    }

    public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(
        IPEndPoint remote, SocketSettings settings) => Connect(null, remote, settings);

    public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
        Bind(null, local, settings);

    /// <summary>
    /// Resets every connection with an end that <paramref name="selects"/> and tells how many ends that were.
    /// Bytes that are buffered are lost, as in a real reset.
    /// </summary>
    public int Cut(Func<SocketInfo, bool> selects)
    {
        InMemorySocket[] victims;
        lock (_gate) victims = [.. _sockets.Where(socket => selects(socket.Info))];
        foreach (var socket in victims) socket.Reset();
        return victims.Length;
    }

    internal Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(
        InMemoryHost? host, IPEndPoint remote, SocketSettings settings) =>
        Flow.FromGraph(new InMemoryStage((opened, failed) => new InMemoryDial(this, host, remote, opened, failed), settings));

    internal Source<IncomingSocket, Task<TransportListener>> Bind(InMemoryHost? host, IPEndPoint local, SocketSettings settings) =>
        Source.FromGraph(new InMemoryListenerStage(this, host, local, settings));

    internal InMemoryListener Listen(InMemoryHost? host, IPEndPoint local, int backlog)
    {
        lock (_gate)
        {
            if (local.Port == 0) local = new IPEndPoint(local.Address, NextPort());
            if (_listeners.Keys.Any(taken => Overlaps(taken, local)))
                throw new SocketException((int)SocketError.AddressAlreadyInUse);
            var listener = new InMemoryListener(host, local, backlog);
            _listeners.Add(local, listener);
            host?.Listening(local);
            return listener;
        }
    }

    internal void Unlisten(InMemoryListener listener)
    {
        lock (_gate) _listeners.Remove(listener.Local);
        listener.Close();
    }

    internal void Forget(InMemorySocket socket)
    {
        lock (_gate) _sockets.Remove(socket);
    }

    private InMemoryListener? ListenerAt(IPEndPoint remote) => _listeners.FirstOrDefault(entry => Overlaps(entry.Key, remote)).Value;

    private int NextPort()
    {
        int port;
        do
        {
            port = _nextPort;
            _nextPort = port == IPEndPoint.MaxPort ? FirstEphemeralPort : port + 1;
        }
        while (_listeners.Keys.Any(taken => taken.Port == port));
        return port;
    }

    private static bool Overlaps(IPEndPoint a, IPEndPoint b) =>
        a.Port == b.Port && (a.Address.Equals(b.Address) || IsWildcard(a.Address) || IsWildcard(b.Address));

    private static bool IsWildcard(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
