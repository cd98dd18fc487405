using Akka.Actor;

namespace CephActors.TestKit;

/// <summary>
/// What was sent in one direction and has not arrived, in order. Each segment takes the delay that held when it was sent,
/// never overtakes one before it, and stays while the link is blocked, as TCP would send it again. Not thread-safe: the
/// pipe's lock is held by every caller.
/// </summary>
/// <param name="receiver">The scheduler of the receiving side; null for a receiver without one, whose segments take no time.</param>
/// <param name="ripened">Called by the scheduler when the delay of a segment is over.</param>
internal sealed class InMemoryLine(IScheduler? receiver, Action ripened)
{
    private readonly Queue<Traveller> _travellers = new();

    /// <summary>What the link is like.</summary>
    public LinkState Link { get; set; }

    /// <summary>Puts a segment on the line.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="atOnce">It takes no time.</param>
    public void Send(InMemorySegment segment, bool atOnce)
    {
        var traveller = new Traveller(segment) { IsRipe = atOnce || receiver is null || Link.Delay == TimeSpan.Zero };
        _travellers.Enqueue(traveller);
        if (traveller.IsRipe) return;
        receiver!.Advanced.ScheduleOnce(Link.Delay, () =>
        {
            traveller.IsRipe = true;
            ripened();
        });
    }

    /// <summary>Takes the next segment that arrives now.</summary>
    public bool TryArrive(out InMemorySegment segment)
    {
        var arrives = !Link.Blocked && _travellers.TryPeek(out var next) && next.IsRipe;
        segment = arrives ? _travellers.Dequeue().Segment : default;
        return arrives;
    }

    /// <summary>Loses what is on the line and tells how many bytes that were.</summary>
    public int Clear()
    {
        var bytes = _travellers.Sum(traveller => traveller.Segment.Bytes.Length);
        _travellers.Clear();
        return bytes;
    }

    private sealed class Traveller(InMemorySegment segment)
    {
        private volatile bool _isRipe;

        public InMemorySegment Segment { get; } = segment;

        /// <summary>Whether its delay is over.</summary>
        public bool IsRipe
        {
            get => _isRipe;
            set => _isRipe = value;
        }
    }
}
