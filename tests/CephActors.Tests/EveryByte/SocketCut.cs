namespace CephActors.Tests.EveryByte;

/// <summary>
/// When one socket breaks: once each direction that has a budget has delivered that many bytes and no more. A direction that
/// is spent before the other is silent until then.
/// </summary>
internal sealed class SocketCut(long? toServer, long? toClient)
{
    private readonly Lock _lock = new();
    private readonly List<Action> _breakers = [];
    private readonly Lane[] _lanes = [new Lane(toServer), new Lane(toClient)];
    private bool _broken;
    private long _seen = -1;

    /// <summary>A socket that lasts.</summary>
    public static SocketCut None() => new(null, null);

    public bool IsBroken
    {
        get
        {
            lock (_lock)
                return _broken;
        }
    }

    /// <summary>Bytes delivered so far.</summary>
    public (long ToServer, long ToClient) Delivered
    {
        get
        {
            lock (_lock)
                return (_lanes[0].Delivered, _lanes[1].Delivered);
        }
    }

    /// <summary>
    /// Breaks a socket of which one direction is spent when nothing has moved since the last call: the other one waits for
    /// what the spent one does not deliver any more.
    /// </summary>
    public void BreakIfStalled()
    {
        var delivered = Delivered;
        bool isStalled;
        lock (_lock)
        {
            isStalled = _lanes.Any(l => l.IsSpent) && _seen == delivered.ToServer + delivered.ToClient;
            _seen = delivered.ToServer + delivered.ToClient;
        }

        if (isStalled)
            Break();
    }

    public override string ToString() => $"cut after {toServer?.ToString() ?? "-"} bytes to the server, {toClient?.ToString() ?? "-"} to the client";

    internal void Attach(Action breaker)
    {
        lock (_lock)
            _breakers.Add(breaker);
    }

    /// <summary>How many of so many bytes may be delivered.</summary>
    internal int Take(bool isToServer, int count)
    {
        lock (_lock)
            return _lanes[isToServer ? 0 : 1].Take(count);
    }

    /// <summary>Whether a direction has delivered its last byte; breaks the socket if that was all that was missing.</summary>
    internal bool IsSpent(bool isToServer)
    {
        bool all;
        lock (_lock)
        {
            if (!_lanes[isToServer ? 0 : 1].IsSpent)
                return false;
            all = _lanes.All(l => l.Budget is null || l.IsSpent);
        }

        if (all)
            Break();
        return true;
    }

    private void Break()
    {
        Action[] breakers;
        lock (_lock)
        {
            _broken = true;
            breakers = [.. _breakers];
        }

        foreach (var breaker in breakers)
            breaker();
    }

    private sealed class Lane(long? budget)
    {
        public long? Budget => budget;

        public long Delivered { get; private set; }

        public bool IsSpent => Delivered == budget;

        public int Take(int count)
        {
            count = (int)Math.Min(count, (budget ?? long.MaxValue) - Delivered);
            Delivered += count;
            return count;
        }
    }
}
