using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;

namespace CephActors.TestKit;

/// <summary>Akka's test scheduler, with the monotonic clocks moved by <see cref="TestScheduler.Advance"/> too.</summary>
public sealed class VirtualScheduler(Config config, ILoggingAdapter log) : TestScheduler(config, log), IScheduler
{
    private DateTimeOffset? _start;

    TimeSpan ITimeProvider.MonotonicClock => Elapsed;

    TimeSpan ITimeProvider.HighResMonotonicClock => Elapsed;

    private TimeSpan Elapsed
    {
        get
        {
            var now = ((ITimeProvider)this).Now;
            return now - (_start ??= now);
        }
    }
}
