using System.Net;

namespace CephActors.TestKit;

/// <summary>The connections that wait at one endpoint to be accepted.</summary>
internal sealed class InMemoryListener(InMemoryHost? host, IPEndPoint local, int backlog)
{
    private readonly Lock _gate = new();
    private readonly Queue<InMemorySocket> _waiting = new();
    private Action? _wakeUp;
    private bool _closed;

    /// <summary>Who listens; null for somebody without a name.</summary>
    public InMemoryHost? Host { get; } = host;

    /// <summary>Where.</summary>
    public IPEndPoint Local { get; } = local;

    /// <summary>False if the listener has gone or its backlog is full.</summary>
    public bool Offer(InMemorySocket socket)
    {
        Action? wakeUp;
        lock (_gate)
        {
            if (_closed || _waiting.Count >= backlog) return false;
            _waiting.Enqueue(socket);
            (wakeUp, _wakeUp) = (_wakeUp, null);
        }

        wakeUp?.Invoke();
        return true;
    }

    /// <summary>The next connection, or null and one call of <paramref name="wakeUp"/> when there is one.</summary>
    public InMemorySocket? Accept(Action wakeUp)
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var socket)) return socket;
            _wakeUp = wakeUp;
            return null;
        }
    }

    /// <summary>Resets every connection that was not accepted.</summary>
    public void Close()
    {
        InMemorySocket[] refused;
        lock (_gate)
        {
            _closed = true;
            refused = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var socket in refused) socket.Reset();
    }
}
