namespace CephActors.Protocol.Tests.Session.Wired;

/// <summary>Something that has things to hand out, one at a time and in order.</summary>
internal interface IChannel
{
    /// <summary>When the next thing was put in, as a count; null if nothing can be handed out now.</summary>
    public long? Head { get; }

    public void Deliver();
}

/// <summary>
/// A network of messengers without threads: each step hands out one thing, the oldest first or, with a seed, any that is due. Time
/// passes only when nothing is left to hand out, or when there is no end to it.
/// </summary>
internal sealed class TestNet(int? seed = null)
{
    private readonly Random? _random = seed is { } value ? new Random(value) : null;
    private readonly List<IChannel> _channels = [];
    private readonly List<TestMessenger> _messengers = [];
    private readonly List<TestSocket> _dialled = [];
    private long _stamp;
    private int _restless;

    public TimeSpan Now { get; private set; }

    /// <summary>Things handed out so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Called before each step; a place to cut sockets at.</summary>
    public Action? BeforeStep { get; set; }

    /// <summary>The dialling ends of the sockets over which something can pass.</summary>
    public List<TestSocket> LiveSockets => [.. _dialled.Where(s => !s.IsDead)];

    public long NextStamp() => ++_stamp;

    public void Add(IChannel channel) => _channels.Add(channel);

    public void Listen(TestMessenger messenger) => _messengers.Add(messenger);

    public void StopListening(TestMessenger messenger) => _messengers.Remove(messenger);

    /// <summary>Opens a socket to whoever listens at this IP and port; the one with the right nonce if there are several.</summary>
    public TestSocket Dial(ISocketOwner owner, EntityAddress target)
    {
        var (dialler, acceptor) = TestSocket.Pair(this, owner);
        var listener = _messengers.Find(m => m.Address == target)
            ?? _messengers.Find(m => m.Address.WithNonce(0) == target.WithNonce(0));
        if (listener is null)
        {
            dialler.Put(new SocketDown(Refused: true));
            return dialler;
        }

        _dialled.Add(dialler);
        dialler.Put(new SocketUp());
        listener.Accept(acceptor);
        return dialler;
    }

    public bool Step()
    {
        var due = _channels.Where(c => c.Head is not null).ToList();
        if (due.Count == 0)
            return false;
        BeforeStep?.Invoke();
        // A cut may have emptied what was due.
        due.RemoveAll(c => c.Head is null);
        Steps++;
        if (due.Count > 0)
            (_random is null ? due.MinBy(c => c.Head)! : due[_random.Next(due.Count)]).Deliver();
        return true;
    }

    /// <summary>Hands out until nothing is left.</summary>
    public void Settle()
    {
        for (_restless = 0; Step(); _restless++)
        {
            Assert.True(_restless < 20_000, "the messengers do not come to rest");
            if (_restless > 300)
                Pass(Now + TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>Goes on, letting time pass, until <paramref name="done"/>; false if that is not so at <paramref name="until"/>.</summary>
    public bool Run(Func<bool> done, TimeSpan until)
    {
        Settle();
        while (!done())
        {
            if (NextTimer() is not { } due || due > until)
                return false;
            Pass(due);
            Settle();
        }

        return true;
    }

    private TimeSpan? NextTimer() => _messengers.SelectMany(m => m.Connections).Min(c => c.NextTimer);

    private void Pass(TimeSpan now)
    {
        Now = now;
        foreach (var connection in _messengers.SelectMany(m => m.Connections).Where(c => c.NextTimer <= now).ToList())
            connection.FireTimer();
    }
}
