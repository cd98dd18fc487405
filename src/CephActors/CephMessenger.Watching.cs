using CephActors.Diagnostics;

namespace CephActors;

/// <summary>Looking at a messenger.</summary>
public sealed partial class CephMessenger
{
    /// <summary>
    /// Takes a picture of the messenger. Each connection is asked in its own line and so is consistent in itself; connections
    /// are seen at slightly different moments. It disturbs nothing and may be called as often as one likes; with thousands of
    /// connections a few times a second is plenty. Ceph: the admin socket's <c>messenger dump</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The messenger was shut down.</exception>
    /// <exception cref="OperationCanceledException">It took longer than the caller would wait.</exception>
    public async Task<MessengerDump> DumpAsync(CancellationToken cancellationToken = default)
    {
        EnsureRunning();
        MessengerWatch watch = _services.Watch;
        var connections = await Task.WhenAll(watch.Live.Select(c => c.Connection.DumpAsync()))
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        return new MessengerDump
        {
            Name = Name,
            EntityName = EntityName,
            OwnAddresses = OwnAddresses,
            TakenAt = _services.Clock.GetUtcNow(),
            Counters = watch.Counters,
            Dispatch = watch.Dispatch(),
            Throttles = [.. watch.Throttles.Select(t => new ThrottleDump(t.Name, t.Current, t.Max, t.Waiting))],
            Connections = [.. connections.OfType<ConnectionDump>()],
        };
    }
}
