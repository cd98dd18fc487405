using CephActors.Configuration;

namespace CephActors.Mon;

/// <summary>
/// Chooses which monitors to try and how long: a few at a time, none twice before all were tried, longer with each round that fails.
/// Ceph: <c>src/mon/MonClient.cc</c>, <c>_add_conns</c>, <c>_start_hunting</c> and <c>_un_backoff</c>.
/// </summary>
internal sealed class MonHunt(MonClientSettings settings, Func<ulong> random)
{
    private readonly HashSet<EntityAddressVector> _tried = [];
    private double _multiple = settings.HuntIntervalMinMultiple;
    private int _hangUps;

    /// <summary>How long the present round may take.</summary>
    public TimeSpan Interval => settings.HuntInterval * _multiple;

    /// <summary>The monitors to try next: of those not tried the ones of lowest priority value, in random order by weight.</summary>
    public IReadOnlyList<MonCandidate> NextRound(IReadOnlyList<MonCandidate> candidates)
    {
        var batch = Untried(candidates);
        if (batch.Count == 0)
        {
            _tried.Clear();
            batch = Untried(candidates);
        }

        var count = settings.HuntParallel == 0 ? batch.Count : Math.Min(settings.HuntParallel, batch.Count);
        var round = new List<MonCandidate>(count);
        while (round.Count < count)
        {
            var index = Pick(batch);
            round.Add(batch[index]);
            _tried.Add(batch[index].Addresses);
            batch.RemoveAt(index);
        }

        return round;
    }

    /// <summary>A round ended without a session.</summary>
    public void Failed() => _multiple = Math.Min(_multiple * settings.HuntIntervalBackoff, settings.HuntIntervalMaxMultiple);

    /// <summary>
    /// All monitors of a round have hung up before it was over: how long to wait for the next one. Doubled each time, from
    /// <paramref name="first"/> on, but not longer than a round. Ours: Ceph waits until the round is over.
    /// </summary>
    public TimeSpan HungUp(TimeSpan first)
    {
        var wait = first * Math.Pow(2, Math.Min(_hangUps++, 16));
        return wait < Interval ? wait : Interval;
    }

    /// <summary>A session stands: all monitors may be tried again, and step by step patience shrinks back.</summary>
    public void SessionAlive()
    {
        _tried.Clear();
        _hangUps = 0;
        _multiple = Math.Max(_multiple / settings.HuntIntervalBackoff, settings.HuntIntervalMinMultiple);
    }

    private List<MonCandidate> Untried(IReadOnlyList<MonCandidate> candidates)
    {
        var untried = candidates.Where(candidate => !_tried.Contains(candidate.Addresses)).ToList();
        if (untried.Count == 0)
            return untried;
        var lowest = untried.Min(candidate => candidate.Priority);
        untried.RemoveAll(candidate => candidate.Priority != lowest);
        return untried;
    }

    // Weight 0 stands behind every weight; where nobody has one all are alike.
    private int Pick(List<MonCandidate> batch)
    {
        var total = batch.Sum(candidate => (long)candidate.Weight);
        if (total == 0)
            return (int)(random() % (ulong)batch.Count);
        var ticket = (long)(random() % (ulong)total);
        var index = 0;
        while (ticket >= batch[index].Weight)
            ticket -= batch[index++].Weight;
        return index;
    }
}
