namespace CephActors.TestKit;

/// <summary>
/// The time of the actor systems of one <see cref="CephMessengerTestKit"/>: it stands still until the test moves it, and with it every timer
/// and every delay of the network. Threads are as real as ever: what a timer sets off goes on after the call returns.
/// </summary>
public sealed class VirtualTime
{
    private readonly List<VirtualScheduler> _schedulers = [];

    internal VirtualTime()
    {
    }

    /// <summary>The time now.</summary>
    public DateTimeOffset Now => ((Akka.Actor.ITimeProvider)_schedulers[0]).Now;

    /// <summary>
    /// Moves the time of all actor systems, the test's own first. What is due by then runs before this returns, at its time and in order; what other
    /// threads set in consequence may count from the new time.
    /// </summary>
    /// <param name="time">By how much.</param>
    public void Advance(TimeSpan time) => _schedulers.ForEach(scheduler => scheduler.Advance(time));

    internal void Add(VirtualScheduler scheduler) => _schedulers.Add(scheduler);
}
