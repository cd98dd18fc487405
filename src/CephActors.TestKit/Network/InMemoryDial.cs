using System.Net;
using System.Net.Sockets;

namespace CephActors.TestKit;

/// <summary>One attempt to connect, which takes its time when the link is slow and for ever while it is blocked.</summary>
/// <param name="network">The network.</param>
/// <param name="host">Who connects; null for somebody without a name.</param>
/// <param name="remote">Where to.</param>
/// <param name="opened">Called with the caller's end, from any thread.</param>
/// <param name="failed">Called instead.</param>
internal sealed class InMemoryDial(
    InMemoryTransport network,
    InMemoryHost? host,
    IPEndPoint remote,
    Action<InMemorySocket> opened,
    Action<SocketException> failed)
{
    private readonly Lock _gate = new();
    private InMemorySocket? _socket;
    private bool _cancelled;

    public InMemoryHost? Host { get; } = host;

    public IPEndPoint Remote { get; } = remote;

    /// <summary>Whether nobody waits for it any more.</summary>
    public bool IsCancelled
    {
        get
        {
            lock (_gate) return _cancelled;
        }
    }

    public void Start() => network.Dial(this);

    /// <summary>Answers after a time.</summary>
    public void After(TimeSpan delay, Action then)
    {
        if (delay == TimeSpan.Zero || Host is null)
            then();
        else
            Host.Scheduler.Advanced.ScheduleOnce(delay, then);
    }

    public void Opened(InMemorySocket socket)
    {
        lock (_gate)
        {
            if (!_cancelled) _socket = socket;
        }

        if (_socket is null)
            socket.Reset();
        else
            opened(socket);
    }

    public void Refused() => failed(new SocketException((int)SocketError.ConnectionRefused));

    /// <summary>Nobody waits any more. Returns the socket if there is one, which the caller may not have been given yet.</summary>
    public InMemorySocket? Cancel()
    {
        lock (_gate) _cancelled = true;
        network.Forget(this);
        return _socket;
    }
}
