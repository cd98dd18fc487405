using System.Net;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>What the links between the ends are like, and what that does to connects.</summary>
internal sealed partial class InMemoryTransport
{
    private readonly List<LinkRule> _rules = [];
    private readonly List<InMemoryDial> _hanging = [];
    private readonly List<SocketPlaces> _opened = [];

    /// <summary>Adds a rule, which takes the place of the one of its kind between the same ends.</summary>
    public void Add(LinkRule rule)
    {
        lock (_gate)
        {
            _rules.RemoveAll(rule.Replaces);
            _rules.Add(rule);
        }

        Changed();
    }

    /// <summary>Takes rules away: connects that hang go on, and what waits on the lines arrives.</summary>
    public void Remove(Predicate<LinkRule> selects)
    {
        lock (_gate) _rules.RemoveAll(selects);
        Changed();
    }

    /// <summary>Connections that are open at one end at least.</summary>
    public int CountOpen(NetworkEnd a, NetworkEnd b)
    {
        lock (_gate) return _sockets.Where(s => LinkRule.Between(a, b, PlaceOf(s), FarOf(s))).DistinctBy(s => s.Pair).Count();
    }

    /// <summary>Connections opened since the network was made.</summary>
    public int CountOpened(NetworkEnd a, NetworkEnd b)
    {
        lock (_gate) return _opened.Count(pair => LinkRule.Between(a, b, pair.Caller, pair.Callee));
    }

    /// <summary>Breaks both ends of connections at once, whatever their link is like, and tells how many there were.</summary>
    public int Cut(NetworkEnd a, NetworkEnd b)
    {
        InMemorySocket[] victims;
        lock (_gate) victims = [.. _sockets.Where(s => LinkRule.Between(a, b, PlaceOf(s), FarOf(s)))];
        foreach (var socket in victims) socket.Break();
        return victims.DistinctBy(s => s.Pair).Count();
    }

    internal void Dial(InMemoryDial dial)
    {
        TimeSpan delay;
        lock (_gate)
        {
            if (dial.IsCancelled) return;
            var (caller, callee) = PlacesOf(dial);
            if (IsSilent(caller, callee))
            {
                _hanging.Add(dial);
                return;
            }

            delay = LinkBetween(caller, callee).Delay + LinkBetween(callee, caller).Delay;
        }

        dial.After(delay, () => Answer(dial));
    }

    internal void Forget(InMemoryDial dial)
    {
        lock (_gate) _hanging.Remove(dial);
    }

    // A round trip later the link may be another, and the listener too.
    private void Answer(InMemoryDial dial)
    {
        InMemoryListener? listener;
        InMemorySocket caller;
        InMemorySocket callee;
        lock (_gate)
        {
            if (dial.IsCancelled) return;
            var (near, far) = PlacesOf(dial);
            if (IsSilent(near, far))
            {
                _hanging.Add(dial);
                return;
            }

            listener = LinkBetween(near, far).Blocked ? null : ListenerAt(dial.Remote);
            (caller, callee) = Connect(dial, listener);
        }

        if (listener is not null && listener.Offer(callee))
        {
            dial.Opened(caller);
            return;
        }

        Forget(caller);
        Forget(callee);
        dial.Refused();
    }

    private (InMemorySocket Caller, InMemorySocket Callee) Connect(InMemoryDial dial, InMemoryListener? listener)
    {
        var pair = new object();
        var local = new IPEndPoint(dial.Remote.Address, NextPort());
        var toCaller = new InMemoryPipe(capacity, dial.Host?.Scheduler);
        var toCallee = new InMemoryPipe(capacity, listener?.Host?.Scheduler);
        var caller = new InMemorySocket(this, dial.Host, listener?.Host, new SocketInfo(local, dial.Remote), toCaller, toCallee) { Pair = pair };
        var callee = new InMemorySocket(this, listener?.Host, dial.Host, new SocketInfo(dial.Remote, local), toCallee, toCaller) { Pair = pair };
        if (listener is null) return (caller, callee);
        _sockets.Add(caller);
        _sockets.Add(callee);
        _opened.Add(new SocketPlaces(PlaceOf(caller), PlaceOf(callee)));
        toCallee.SetLink(LinkBetween(PlaceOf(caller), PlaceOf(callee)));
        toCaller.SetLink(LinkBetween(PlaceOf(callee), PlaceOf(caller)));
        return (caller, callee);
    }

    private void Changed()
    {
        InMemoryDial[] waiting;
        lock (_gate)
        {
            // Under the lock, so that the last change is the one that stays. What this wakes up takes no other lock of ours.
            // The way back first: what arrives at an end that is gone is answered on it.
            foreach (var socket in _sockets.ToArray())
            {
                socket.Incoming.SetLink(LinkBetween(FarOf(socket), PlaceOf(socket)));
                socket.Outgoing.SetLink(LinkBetween(PlaceOf(socket), FarOf(socket)));
            }

            waiting = [.. _hanging];
            _hanging.Clear();
        }

        foreach (var dial in waiting) dial.Start();
    }

    private bool IsSilent(NetworkPlace a, NetworkPlace b) => _rules.Any(rule => rule.Partition is PartitionMode.Silent && rule.Holds(a, b));

    private LinkState LinkBetween(NetworkPlace from, NetworkPlace to) => new(
        _rules.Any(rule => rule.Partition is not null && rule.Holds(from, to)),
        _rules.LastOrDefault(rule => rule.Partition is null && rule.Holds(from, to))?.Delay ?? TimeSpan.Zero);

    private (NetworkPlace Caller, NetworkPlace Callee) PlacesOf(InMemoryDial dial) =>
        (new NetworkPlace(dial.Host, null), new NetworkPlace(ListenerAt(dial.Remote)?.Host, dial.Remote));

    private static NetworkPlace PlaceOf(InMemorySocket socket) => new(socket.Host, socket.Info.Local);

    private static NetworkPlace FarOf(InMemorySocket socket) => new(socket.PeerHost, socket.Info.Remote);

    private readonly record struct SocketPlaces(NetworkPlace Caller, NetworkPlace Callee);
}
