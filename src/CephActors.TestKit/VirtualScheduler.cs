using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace CephActors.TestKit;

/// <summary>
/// An actor system's scheduler whose time stands still until a test moves it by <see cref="Advance"/>; the time of day and
/// both monotonic clocks move together. Everything a messenger does by the clock goes through it: backoff, timeouts,
/// delayed delivery.
/// </summary>
/// <remarks>
/// Unlike Akka's own <c>TestScheduler</c> it may be used by many threads at once, moves its clocks too, and runs what is due
/// at the time it is due, also what is scheduled while time is being moved. It sends messages and does not wait until they
/// were processed: a test awaits what should come of them. What is scheduled without delay waits for the next move, too.
/// </remarks>
/// <param name="config">The scheduler's section of the configuration; not used.</param>
/// <param name="log">Where callbacks that throw are logged.</param>
public sealed class VirtualScheduler(Config config, ILoggingAdapter log) : SchedulerBase(config, log)
{
    /// <summary>The time of day at which every actor system with this scheduler starts, so that runs repeat.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<Work, (TimeSpan Due, long Order)> _work = new();
    private TimeSpan _elapsed;
    private long _order;

    /// <summary>Time moved so far; zero when the actor system starts.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
                return _elapsed;
        }
    }

    /// <inheritdoc/>
    public override TimeSpan MonotonicClock => Elapsed;

    /// <inheritdoc/>
    public override TimeSpan HighResMonotonicClock => Elapsed;

    /// <inheritdoc/>
    protected override DateTimeOffset TimeNow => Start + Elapsed;

    /// <summary>Moves time, and sends or runs everything that becomes due, in the order of its time.</summary>
    /// <param name="time">How far; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative.</exception>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var until = Elapsed + time;
        while (TakeDue(until) is { } work)
        {
            if (work.Cancelable is { IsCancellationRequested: true })
                continue;
            work.Run();
            if (work.Interval is { } interval)
                Add(interval, work);
        }
    }

    /// <inheritdoc/>
    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(delay, new Work(() => receiver.Tell(message, sender), null, cancelable));

    /// <inheritdoc/>
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(initialDelay, new Work(() => receiver.Tell(message, sender), interval, cancelable));

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Add(delay, new Work(Guarded(action), null, cancelable));

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        InternalScheduleOnce(delay, action.Run, cancelable);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(initialDelay, new Work(Guarded(action), interval, cancelable));

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        InternalScheduleRepeatedly(initialDelay, interval, action.Run, cancelable);

    /// <summary>As with the real scheduler, a callback that throws spoils nothing else.</summary>
    private Action Guarded(Action action) => () =>
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            Log.Error(e, "A scheduled callback failed");
        }
    };

    private void Add(TimeSpan delay, Work work)
    {
        lock (_gate)
            _work.Enqueue(work, (_elapsed + delay, _order++));
    }

    /// <summary>The next work that is due, with the clocks at its time; null, and the clocks at the end, if there is none.</summary>
    private Work? TakeDue(TimeSpan until)
    {
        lock (_gate)
        {
            if (!_work.TryPeek(out var work, out var when) || when.Due > until)
            {
                _elapsed = until > _elapsed ? until : _elapsed;
                return null;
            }

            _work.Dequeue();
            _elapsed = when.Due > _elapsed ? when.Due : _elapsed;
            return work;
        }
    }

    private sealed record Work(Action Run, TimeSpan? Interval, ICancelable? Cancelable);
}
