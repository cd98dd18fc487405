namespace CephActors;

/// <summary>What a <see cref="CephxServer"/> takes from its creator.</summary>
public sealed record CephxServerOptions
{
    /// <summary>
    /// The keys and capabilities of the cluster's entities. Who has none for <c>mon</c> is refused; what there are for other services goes into their
    /// tickets. Left null, the file of <c>auth.keyring</c> is read.
    /// </summary>
    public Keyring? Keyring { get; init; }

    /// <summary>
    /// How long a client may go on without proving its key again; a quarter of it before the end clients renew. Whole seconds, from 20 s.
    /// Ceph: <c>auth_mon_ticket_ttl</c>.
    /// </summary>
    public TimeSpan AuthTicketLife { get; init; } = TimeSpan.FromHours(72);

    /// <summary>
    /// How long the tickets for services live, and how often the secrets of services rotate. Whole seconds, from 20 s. Ceph: <c>auth_service_ticket_ttl</c>.
    /// </summary>
    public TimeSpan ServiceTicketLife { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The identity of the first client, from 1; each further one gets the next. No two clients of a cluster may have the same, so a monitor that comes back
    /// goes on where it was: see <see cref="CephxServer.LastGlobalId"/>.
    /// </summary>
    public ulong FirstGlobalId { get; init; } = 4101;
}
