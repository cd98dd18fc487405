using System.Threading.Channels;

namespace CephActors.Tests.FaultMatrix;

/// <summary>What happened in a run, in order; wakes whoever waits for something to have happened.</summary>
internal sealed class MatrixJournal
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly List<string> _failures = [];
    private readonly HashSet<ulong> _fences = [];
    private readonly Channel<TimeSpan> _news = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>One element for each thing that happened: how long a backoff is that began, or zero.</summary>
    public ChannelReader<TimeSpan> News => _news.Reader;

    public void Do(string what, Action action)
    {
        lock (_gate)
        {
            _lines.Add(what);
            action();
        }

        _news.Writer.TryWrite(TimeSpan.Zero);
    }

    public void BackingOff(string what, TimeSpan delay)
    {
        lock (_gate)
            _lines.Add($"{what} for {delay.TotalSeconds} s");
        _news.Writer.TryWrite(delay);
    }

    public void Fence(ulong number) => Do($"fence {number}", () => _fences.Add(number));

    public bool HasPassed(ulong number) => _fences.Contains(number);

    public void Fail(string failure) => Do($"FAILURE {failure}", () => _failures.Add(failure));

    /// <summary>Asks something of the state that the journal guards.</summary>
    public T Ask<T>(Func<T> question)
    {
        lock (_gate)
            return question();
    }

    public void ThrowIfFailed()
    {
        lock (_gate)
        {
            if (_failures.Count > 0)
                Assert.Fail(string.Join('\n', _failures));
        }
    }

    public override string ToString()
    {
        lock (_gate)
            return string.Join('\n', _lines);
    }
}
