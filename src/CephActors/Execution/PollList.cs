using System.Diagnostics;

namespace CephActors.Execution;

/// <summary>What a turn may ask while it has nothing to run. Belongs to one thread at a time.</summary>
internal sealed class PollList
{
    /// <summary>With more of them something is always to be done, and asking all takes longer than being woken.</summary>
    private const int Most = 4;

    /// <summary>Between two rounds, in turns of the processor's loop.</summary>
    private const int Rest = 8;

    private readonly List<IPolled> _polled = new(Most);

    /// <summary>False if there are enough of them.</summary>
    public bool TryAdd(IPolled polled)
    {
        if (_polled.Count == Most)
            return false;
        _polled.Add(polled);
        return true;
    }

    /// <summary>
    /// Asks all, and again for as long as <paramref name="threads"/> allow if one of them is lively. True if something has come up,
    /// here or with the threads; else none of them is left.
    /// </summary>
    public bool Poll(OpThreads threads)
    {
        if (_polled.Count == 0)
            return false;
        if (PollNow())
            return true;
        var inVain = false;
        if (threads.IdlePoll > TimeSpan.Zero && IsLively())
        {
            var start = Stopwatch.GetTimestamp();
            while (!(inVain = Stopwatch.GetElapsedTime(start) > threads.IdlePoll))
            {
                // The peer may need this very processor.
                if (!Thread.Yield())
                    Thread.SpinWait(Rest);
                if (threads.HasWaiting || PollNow())
                    return true;
            }
        }

        AwaitAll(inVain);
        return false;
    }

    /// <summary>Leaves all of them to be waited for.</summary>
    public void AwaitAll(bool inVain = false)
    {
        foreach (var polled in _polled)
            polled.Await(inVain);
        _polled.Clear();
    }

    /// <summary>Asks all once; true if something has come up.</summary>
    public bool PollNow()
    {
        var found = false;
        for (var i = _polled.Count - 1; i >= 0; i--)
        {
            if (!_polled[i].Poll())
                continue;
            _polled.RemoveAt(i);
            found = true;
        }

        return found;
    }

    private bool IsLively()
    {
        foreach (var polled in _polled)
        {
            if (polled.IsLively)
                return true;
        }

        return false;
    }
}
