using Akka.Actor;

namespace CephActors.Tool.Mons;

/// <summary>
/// Notices that nobody listens at any of the monitors' addresses. A monitor client goes on trying, which is right for a
/// daemon; whoever waits at a terminal wants to know.
/// </summary>
internal sealed class RefusalWatch : ReceiveActor
{
    /// <summary>What it takes: events only.</summary>
    public static DispatcherOptions Options { get; } = new() { Types = [] };

    /// <param name="monitors">The monitors to be tried.</param>
    /// <param name="refused">Completed when every one of them has refused a connection.</param>
    public RefusalWatch(IEnumerable<EntityAddressVector> monitors, TaskCompletionSource refused)
    {
        var left = monitors.ToHashSet();
        Receive<ConnectionRefused>(e =>
        {
            left.RemoveWhere(monitor => monitor.Any(e.Connection.PeerAddresses.Contains));
            if (left.Count == 0)
                refused.TrySetResult();
        });
        ReceiveAny(_ => { });
    }
}
