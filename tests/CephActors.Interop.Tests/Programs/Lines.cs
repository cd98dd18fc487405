using System.Text;

namespace CephActors.Interop.Tests.Programs;

/// <summary>Lines as they come; they can be waited for.</summary>
internal sealed class Lines
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<Waiter> _waiters = [];
    private bool _ended;

    public string Text
    {
        get
        {
            lock (_lock)
                return _lines.Aggregate(new StringBuilder(), (text, line) => text.Append(line).Append('\n')).ToString();
        }
    }

    /// <summary>Takes a line down, or the end if it is null.</summary>
    public void Add(string? line)
    {
        lock (_lock)
        {
            if (line is null)
                _ended = true;
            else
                _lines.Add(line);
            foreach (var waiter in _waiters.Where(waiter => _ended || waiter.Completes(line!)).ToArray())
            {
                _waiters.Remove(waiter);
                waiter.Found.SetResult(line);
            }
        }
    }

    /// <summary>The line that is the nth with this in it, null if the end comes before it.</summary>
    public Task<string?> FindAsync(string text, int nth = 1)
    {
        lock (_lock)
        {
            var waiter = new Waiter(text, nth);
            if (_lines.Find(waiter.Completes) is { } line)
                return Task.FromResult<string?>(line);
            if (_ended)
                return Task.FromResult<string?>(null);
            _waiters.Add(waiter);
            return waiter.Found.Task;
        }
    }

    private sealed class Waiter(string text, int missing)
    {
        public TaskCompletionSource<string?> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Whether this line is the last one that was missing.</summary>
        public bool Completes(string line) => line.Contains(text, StringComparison.Ordinal) && --missing == 0;
    }
}
