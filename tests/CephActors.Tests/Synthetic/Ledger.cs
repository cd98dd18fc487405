namespace CephActors.Tests.Synthetic;

/// <summary>
/// What was sent on each connection and what became of it. A message is excused once one of its two ends was reset or dropped;
/// all others must be received exactly once, in the order they were sent, and pings be answered exactly once, in that order
/// and with the same content. Ceph's workload looks at the order of the answers only.
/// </summary>
internal sealed class Ledger(PayloadPool pool)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, Entry> _entries = [];
    private readonly HashSet<Entry> _open = [];
    private readonly Dictionary<(Connection At, Connection From, bool Noise), ulong> _lastReceived = [];
    private readonly Dictionary<Connection, ulong> _lastAnswered = [];
    private readonly List<string> _violations = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _lastSeq;

    /// <summary>Messages whose fate is not settled.</summary>
    public int Open => Read(() => _open.Count);

    public Totals Totals => Read(() => new Totals(
        _entries.Count,
        _entries.Values.Count(e => e.IsReceived),
        _entries.Values.Count(e => e.IsAnswered),
        _entries.Values.Count(e => e.IsExcused)));

    public IReadOnlyList<string> Violations => Read(() => _violations.ToArray());

    /// <summary>Completes when something is received, answered or excused after this call.</summary>
    public Task Changed => Read(() => _changed.Task);

    /// <summary>The first few messages whose fate is not settled, for people.</summary>
    public string DescribeOpen() => Read(() => string.Join('\n', _open.OrderBy(e => e.Seq).Take(10)));

    /// <summary>Sends a ping, or noise for a negative buffer number.</summary>
    public void Send(Connection connection, int buffer)
    {
        lock (_lock)
        {
            var entry = new Entry(++_lastSeq, connection, buffer);
            var message = buffer < 0 ? SyntheticMessage.Noise(entry.Seq) : SyntheticMessage.Ping(entry.Seq, pool[buffer]);

            // Under the lock, so that the numbers are in the order of sending.
            if (connection.Send(message) != SendResult.Accepted)
                return;
            _entries.Add(entry.Seq, entry);
            _open.Add(entry);
        }
    }

    public void NoiseReceived(Connection at, ulong seq) => Receive(at, seq, isNoise: true);

    public void PingReceived(Connection at, SyntheticMessage ping) => Receive(at, ping.Seq, isNoise: false);

    public void PongReceived(Connection at, SyntheticMessage pong)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(pong.Seq, out var entry) || !entry.IsReceived)
                Violate($"answer {pong.Seq} to what nobody received, on {at}");
            else if (entry.IsAnswered)
                Violate($"second answer to {entry}");
            else if (!entry.IsExcused)
            {
                if (!ReferenceEquals(entry.Sender, at))
                    Violate($"answer to {entry} came on {at}");
                if (_lastAnswered.GetValueOrDefault(at) >= pong.Seq)
                    Violate($"answer to {entry} came after that to {_lastAnswered[at]}");
                if (!pool.Matches(entry.Buffer, pong.Payload))
                    Violate($"answer to {entry} has another content");
                _lastAnswered[at] = pong.Seq;
                entry.IsAnswered = true;
                Settle(entry);
            }
        }
    }

    /// <summary>A connection was reset, here or by its peer, or dropped: what is under way on it may be lost.</summary>
    public void Excuse(Connection connection)
    {
        lock (_lock)
        {
            foreach (var entry in _open.Where(e => ReferenceEquals(e.Sender, connection) || ReferenceEquals(e.Receiver, connection)).ToArray())
            {
                entry.IsExcused = true;
                Settle(entry);
            }
        }
    }

    private void Receive(Connection at, ulong seq, bool isNoise)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(seq, out var entry))
            {
                Violate($"{seq} was never sent, but came on {at}");
                return;
            }

            var line = (at, entry.Sender, isNoise);
            if (entry.IsReceived)
                Violate($"{entry} came again on {at}");
            else if (_lastReceived.GetValueOrDefault(line) >= seq)
                Violate($"{entry} came after {_lastReceived[line]} on {at}");
            _lastReceived[line] = seq;
            entry.Receiver = at;
            if (isNoise)
                Settle(entry);
        }
    }

    private void Settle(Entry entry)
    {
        if (!_open.Remove(entry))
            return;
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void Violate(string what) => _violations.Add(what);

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
            return read();
    }

    private sealed class Entry(ulong seq, Connection sender, int buffer)
    {
        public ulong Seq => seq;

        public Connection Sender => sender;

        public int Buffer => buffer;

        public Connection? Receiver { get; set; }

        public bool IsReceived => Receiver is not null;

        public bool IsAnswered { get; set; }

        public bool IsExcused { get; set; }

        public override string ToString() =>
            $"{(buffer < 0 ? "noise" : "ping")} {seq} to {sender}{(IsReceived ? $", received from {Receiver}" : "")}";
    }
}

/// <summary>Messages of a workload, pings and noise; those answered are pings.</summary>
internal sealed record Totals(int Sent, int Received, int Answered, int Excused);
