namespace CephActors.Tool.Bench;

/// <summary>
/// Finds out what a server uses while it is asked: from two seconds after the first message until the last, so that neither
/// starting nor idling counts.
/// </summary>
internal sealed class BenchMeter(Func<long> messages)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private BenchSample? _begin;
    private BenchSample? _first;
    private BenchSample? _last;

    /// <summary>What was used; nothing if it was not asked for longer than that.</summary>
    public BenchUsage Usage => _first is { } first && _last is { } last ? last.Since(first) : default;

    /// <summary>Looks until the task ends.</summary>
    public async Task RunAsync(Task end)
    {
        while (!end.IsCompleted)
        {
            await Task.WhenAny(end, Task.Delay(Interval)).ConfigureAwait(false);
            Look();
        }
    }

    private void Look()
    {
        if (messages() == (_last?.Messages ?? 0))
            return;
        var now = BenchSample.Take(messages());
        _begin ??= now;
        if (now.Since(_begin.Value).Elapsed >= WarmUp)
            _first ??= now;
        _last = now;
    }
}
