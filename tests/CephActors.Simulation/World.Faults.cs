namespace CephActors.Simulation;

/// <summary>Makes things go wrong.</summary>
internal sealed partial class World
{
    private void Schedule(Fault fault)
    {
        switch (fault)
        {
            case Fault.CutAtByte e: OfSocket(e.Socket).Add(fault); break;
            case Fault.Strand e: OfSocket(e.Socket).Add(fault); break;
            default: At(fault.At, () => Happen(fault)); break;
        }
    }

    private List<Fault> OfSocket(int socket)
    {
        Counters.Faults++;
        if (!Network.FaultsOfSockets.TryGetValue(socket, out var faults))
            Network.FaultsOfSockets.Add(socket, faults = []);
        return faults;
    }

    private void Happen(Fault fault)
    {
        Counters.Faults++;
        switch (fault)
        {
            case Fault.CutNow e when Network.Pick(e.Pick) is { } link:
                Trace?.Invoke($"{link}: broken");
                link.Break(e.LearnDialer, e.LearnAcceptor);
                break;
            case Fault.Stall e when Network.Pick(e.Pick) is { } link:
                Trace?.Invoke($"{link}: nothing comes through to the {(e.ToAcceptor ? "acceptor" : "dialler")} for {e.Duration} us");
                link.To(e.ToAcceptor ? 1 : 0).Stall(e.Duration);
                break;
            case Fault.Refuse e:
                Trace?.Invoke($"{NameOf(e.Entity)} {(e.Silent ? "does not answer" : "refuses")} connects for {e.Duration} us");
                _refusals[e.Entity] = (Now + e.Duration, e.Silent ? Refusal.Silent : Refusal.Refused);
                break;
            case Fault.Pause e:
                Trace?.Invoke($"{NameOf(e.Entity)} dispatches nothing for {e.Duration} us");
                Process(e.Entity).Dispatcher.PausedUntil = Now + e.Duration;
                break;
            case Fault.Starve e:
                Trace?.Invoke($"{NameOf(e.Entity)} takes up to {e.Hop} us for each step during {e.Duration} us");
                Process(e.Entity).Starved = (Now + e.Duration, e.Hop);
                break;
            case Fault.MarkDown e when PickOpen(e.Entity, e.Pick) is { } connection:
                MarkDown(connection, e.Notify);
                break;
            case Fault.Dispose e when PickOpen(e.Entity, e.Pick) is { } connection:
                Trace?.Invoke($"{connection} is marked disposable");
                Excuse(connection, Ledger.Dispose);
                connection.MarkDisposable();
                break;
            case Fault.MarkDownAll e:
                MarkDownAll(e.Entity);
                break;
            case Fault.Rebind e when Process(e.Entity) is { IsAlive: true, Accepts: true }:
                Rebind(e);
                break;
            case Fault.Restart e when Process(e.Entity).IsAlive:
                Restart(e);
                break;
        }
    }

    private SimConnection? PickOpen(int entity, int pick)
    {
        var open = Process(entity).Connections.Where(c => !c.IsClosed).ToList();
        return open.Count == 0 ? null : open[pick % open.Count];
    }

    private void MarkDown(SimConnection connection, bool notify)
    {
        if (connection.IsClosed)
            return;
        Trace?.Invoke($"{connection} is marked down");
        Excuse(connection);
        connection.MarkDown(notify);
    }

    private void Excuse(SimConnection connection, Action<int, int>? alsoNote = null)
    {
        // An accepted connection that nobody knows yet may turn out to be anybody's.
        for (var other = 0; other < Plan.Entities; other++)
        {
            if (connection.PeerAddresses.Count > 0 && EntityOf(connection.PeerAddresses) != other)
                continue;
            Ledger.Excuse(connection.Messenger.Entity, other);
            alsoNote?.Invoke(connection.Messenger.Entity, other);
        }
    }

    private void Restart(Fault.Restart fault)
    {
        var old = Process(fault.Entity);
        Trace?.Invoke($"{old.Name} dies");
        ExcuseAll(fault.Entity);
        var oldAddress = _known[fault.Entity];
        old.Die(fault.LearnDelay);
        var nonce = old.Context.Addresses.Nonce;
        After(fault.DownTime, () =>
        {
            StartProcess(fault.Entity, fault.SameNonce ? nonce : nonce + 1, old.Port);
            Trace?.Invoke($"{NameOf(fault.Entity)} starts, {(fault.SameNonce ? "as if nothing had happened" : "under a new nonce")}");
            if (!fault.SameNonce)
                After(Random.Between(0, Second), () => Forget(oldAddress));
        });
    }

    private void Rebind(Fault.Rebind fault)
    {
        var process = Process(fault.Entity);
        var oldAddress = _known[fault.Entity];
        Trace?.Invoke($"{process.Name} listens elsewhere, under a new nonce");
        ExcuseAll(fault.Entity);
        MarkDownAll(fault.Entity);
        process.Rebind();
        _known[fault.Entity] = process.Context.Addresses.Current;
        After(Random.Between(0, Second), () => Forget(oldAddress));
    }

    private void MarkDownAll(int entity)
    {
        foreach (var connection in Process(entity).Connections.ToList())
        {
            if (connection.IsClosed)
                continue;
            Trace?.Invoke($"{connection} is to be marked down with all others");
            Excuse(connection);
            connection.MarkDownWithAll();
        }
    }

    private void ExcuseAll(int entity)
    {
        for (var other = 0; other < Plan.Entities; other++)
            Ledger.Excuse(entity, other);
    }

    /// <summary>Word has spread that an address is nobody's any more.</summary>
    private void Forget(EntityAddressVector address)
    {
        foreach (var process in _processes)
        {
            if (!process.IsAlive)
                continue;
            foreach (var connection in process.Connections.Where(c => c.PeerAddresses.Equals(process.KeyOf(address))).ToList())
                MarkDown(connection, notify: false);
        }
    }
}
