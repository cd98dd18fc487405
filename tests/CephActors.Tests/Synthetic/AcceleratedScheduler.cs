using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace CephActors.Tests.Synthetic;

/// <summary>
/// Akka's scheduler with a clock that runs twenty times as fast: waits of Ceph's own length, in a twentieth of the time.
/// </summary>
public sealed class AcceleratedScheduler(Config config, ILoggingAdapter log) : SchedulerBase(config, log), IDateTimeOffsetNowTimeProvider, IDisposable
{
    private const int Factor = 20;
    private readonly IScheduler _inner = new HashedWheelTimerScheduler(config, log);

    public override TimeSpan MonotonicClock => _inner.MonotonicClock * Factor;

    public override TimeSpan HighResMonotonicClock => _inner.HighResMonotonicClock * Factor;

    protected override DateTimeOffset TimeNow => _inner.Now;

    public void Dispose() => (_inner as IDisposable)?.Dispose();

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        _inner.ScheduleTellOnce(delay / Factor, receiver, message, sender, cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        _inner.ScheduleTellRepeatedly(initialDelay / Factor, interval / Factor, receiver, message, sender, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        _inner.Advanced.ScheduleOnce(delay / Factor, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        _inner.Advanced.ScheduleOnce(delay / Factor, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        _inner.Advanced.ScheduleRepeatedly(initialDelay / Factor, interval / Factor, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        _inner.Advanced.ScheduleRepeatedly(initialDelay / Factor, interval / Factor, action, cancelable);
}
