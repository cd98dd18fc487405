using System.Diagnostics;

namespace CephActors.Tool.Bench;

/// <summary>
/// One connection's share of a bench: a number of slots, in each of which one request after the other waits for its reply.
/// Replies are handed in by one thread at a time.
/// </summary>
internal sealed class BenchLane : IBenchLane
{
    private readonly Connection _connection;
    private readonly Func<ulong, CephMessage> _createRequest;
    private readonly ulong _firstTid;
    private readonly long[] _sentAt;
    private long _answered;

    /// <param name="connection">Where it asks.</param>
    /// <param name="createRequest">Makes a request with a transaction id.</param>
    /// <param name="firstTid">The transaction id of the first slot.</param>
    /// <param name="depth">How many slots it has.</param>
    public BenchLane(Connection connection, Func<ulong, CephMessage> createRequest, ulong firstTid, int depth)
    {
        _connection = connection;
        _createRequest = createRequest;
        _firstTid = firstTid;
        _sentAt = new long[depth];
    }

    public long Answered => Volatile.Read(ref _answered);

    public LatencyHistogram? Latencies { get; set; }

    /// <summary>Fills all slots.</summary>
    public void Start()
    {
        for (var slot = 0; slot < _sentAt.Length; slot++)
            Ask(slot, Stopwatch.GetTimestamp());
    }

    /// <summary>A reply has come: the next request takes its slot.</summary>
    public void OnReply(ulong tid)
    {
        var slot = (int)(tid - _firstTid);
        var now = Stopwatch.GetTimestamp();
        Latencies?.Add(now - _sentAt[slot]);
        _answered++;
        Ask(slot, now);
    }

    private void Ask(int slot, long now)
    {
        _sentAt[slot] = now;
        _connection.Send(_createRequest(_firstTid + (ulong)slot));
    }
}
