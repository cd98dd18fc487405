using CephActors.Tool;
using CephActors.Tool.Bench;

namespace CephActors.Benchmarks.Peers;

/// <summary>
/// When requests were sent that are not answered yet. Replies come in the order of the requests. Both are told by one thread
/// at a time.
/// </summary>
internal sealed class RequestLedger(int depth) : IBenchLane
{
    private readonly long[] _sentAt = new long[depth];
    private int _nextSent;
    private int _nextAnswered;
    private long _answered;

    public long Answered => Volatile.Read(ref _answered);

    public LatencyHistogram? Latencies { get; set; }

    /// <summary>A request is on its way, at this time of the stopwatch.</summary>
    public void Sent(long now)
    {
        _sentAt[_nextSent] = now;
        _nextSent = Next(_nextSent);
    }

    /// <summary>A reply has come, at this time of the stopwatch.</summary>
    public void Received(long now)
    {
        Latencies?.Add(now - _sentAt[_nextAnswered]);
        _nextAnswered = Next(_nextAnswered);
        Volatile.Write(ref _answered, _answered + 1);
    }

    private int Next(int index) => index + 1 == _sentAt.Length ? 0 : index + 1;
}
