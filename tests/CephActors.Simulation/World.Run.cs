namespace CephActors.Simulation;

/// <summary>Carries out the plan.</summary>
internal sealed partial class World
{
    private const long Second = 1_000_000;
    private const long Settle = 150 * Second;
    private const int DialsPerPair = 4;
    private const long MostSteps = 5_000_000;

    /// <summary>Lets everything happen; throws when an invariant does not hold.</summary>
    public void Run()
    {
        foreach (var fault in Plan.Faults)
            Schedule(fault);
        foreach (var burst in Plan.Bursts)
            At(burst.At, () => Send(burst));
        Until(Plan.Duration);

        Trace?.Invoke("faults are over");
        FaultsAreOver = true;
        Until(Plan.Duration + Settle);
        CheckRaces();
        ComeToRest();

        // A session that its peer forgot while both were idle is found out by the first message, which may be lost with it.
        // Two ends made disposable in standby may end each other in that, so they get another chance.
        for (var rounds = Plan.Faults.Any(f => f is Fault.Dispose) ? 2 : 1; rounds > 0; rounds--)
        {
            Trace?.Invoke("everybody sends once more");
            // Over v2 nobody tells a process that comes back under its old nonce how far it had counted: it counts up, dial by dial.
            var before = Network.Dialled - Counters.Stale;
            SendEverywhere();
            Until(Now + Settle);
            ComeToRest();
            if (Network.Dialled - Counters.Stale - before > DialsPerPair * Plan.Entities * (Plan.Entities - 1) && Plan.Settings.IdleTimeout == 0)
                throw new InvariantException("restless", $"{Network.Dialled - Counters.Stale - before} sockets were dialled to send a message each");
        }

        Trace?.Invoke("everybody sends, and it has to arrive");
        var first = Ledger.Messages.Count;
        var dialled = Network.Dialled;
        SendEverywhere();
        Until(Now + Settle);
        if (Network.Dialled > dialled && Plan.Settings.IdleTimeout == 0)
            throw new InvariantException("restless", $"{Network.Dialled - dialled} sockets were dialled though everything was connected");
        for (; first < Ledger.Messages.Count; first++)
            Ledger.CheckArrived(Ledger.Messages[first]);
        ComeToRest();
    }

    /// <summary>Idle timers never rest: a connection may just be on its way back, but not each time one looks.</summary>
    private void ComeToRest()
    {
        for (var tries = Plan.Settings.IdleTimeout > 0 ? 3 : 0; ; tries--)
        {
            try
            {
                Ledger.CheckQuiet();
                return;
            }
            catch (InvariantException) when (tries > 0)
            {
                Until(Now + (Plan.Settings.IdleTimeout * 3 / 5));
            }
        }
    }

    /// <summary>Adds up what only the connections know.</summary>
    public void Count()
    {
        Counters.Worlds++;
        Counters.Steps += Steps;
        foreach (var process in _processes)
            Counters.Replays += process.Connections.Sum(c => c.Machine.Queues.Replayed);
    }

    private void Until(long time)
    {
        while (_events.TryStep(time))
        {
            if (Steps > MostSteps)
                throw new InvariantException("restless", $"{Steps} steps and no end");
        }
    }

    /// <summary>Where nothing goes wrong, a race is decided in one round: each pair needs no more sockets than there are diallers.</summary>
    private void CheckRaces()
    {
        if (!Plan.Faults.IsEmpty || Plan.Settings.IdleTimeout > 0 || Plan.Bursts.Any(b => b.Anonymous))
            return;
        var pairs = Plan.Bursts.Select(b => (Math.Min(b.From, b.To), Math.Max(b.From, b.To))).Distinct();
        var most = pairs.Sum(p => Cast.ArePeers(p.Item1, p.Item2) ? 2 : 1);
        if (Network.Dialled > most)
            throw new InvariantException("restless", $"{Network.Dialled} sockets were dialled where {most} do, and nothing went wrong");
    }

    private void SendEverywhere()
    {
        foreach (var (from, to) in Plan.Bursts.Where(b => !b.Anonymous).Select(b => (b.From, b.To)).Distinct())
            Send(new Burst(Now, from, to, 1, 1, 10));
    }

    private void Send(Burst burst)
    {
        var from = _processes[burst.From];
        if (!from.IsAlive || (burst.Anonymous ? from.ConnectAnonymously(burst.To) : from.ConnectTo(burst.To)) is not { } connection)
            return;
        if (burst.Keepalive)
            connection.SendKeepalive();
        for (var i = 0; i < burst.Messages; i++)
        {
            var priority = burst.Priorities == 1 ? 1 : Random.Between(0, burst.Priorities - 1);
            Ledger.Send(connection, burst.To, priority, Random.Between(0, burst.LongestFront), burst.Reply);
        }
    }
}
