using System.Collections.Immutable;

namespace CephActors.Auth;

/// <summary>
/// The tickets of one identity, by service, with the global id they were issued for. Written by the monitor client, read by connections on
/// other threads; both see whole snapshots. Ceph: <c>CephXTicketManager</c>.
/// </summary>
internal sealed class TicketStore
{
    public const uint AuthService = (uint)EntityType.Auth;

    private volatile Snapshot _snapshot;

    public TicketStore()
        : this(new Snapshot(0, ImmutableDictionary<uint, HeldTicket>.Empty))
    {
    }

    private TicketStore(Snapshot snapshot) => _snapshot = snapshot;

    /// <summary>The identity the tickets belong to; 0 before a monitor assigned one.</summary>
    public ulong GlobalId => _snapshot.GlobalId;

    /// <summary>A copy that can be changed without the original noticing: each attempt to authenticate works on its own.</summary>
    public TicketStore Clone() => new(_snapshot);

    /// <summary>Takes over everything another store holds.</summary>
    public void Adopt(TicketStore other) => _snapshot = other._snapshot;

    public HeldTicket? Find(uint service) => _snapshot.Tickets.GetValueOrDefault(service);

    /// <summary>Ticket and global id that belong together, if the ticket is usable.</summary>
    public (HeldTicket Ticket, ulong GlobalId)? FindUsable(uint service, DateTimeOffset now)
    {
        var snapshot = _snapshot;
        return snapshot.Tickets.TryGetValue(service, out var ticket) && ticket.IsUsable(now) ? (ticket, snapshot.GlobalId) : null;
    }

    /// <summary>Sets the identity. Tickets of another identity are useless and go.</summary>
    public void SetGlobalId(ulong globalId)
    {
        var snapshot = _snapshot;
        if (snapshot.GlobalId != globalId)
            _snapshot = new Snapshot(globalId, snapshot.GlobalId == 0 ? snapshot.Tickets : ImmutableDictionary<uint, HeldTicket>.Empty);
    }

    public void Store(HeldTicket ticket)
    {
        var snapshot = _snapshot;
        _snapshot = snapshot with { Tickets = snapshot.Tickets.SetItem(ticket.ServiceId, ticket) };
    }

    /// <summary>Mask of the wanted services whose ticket is missing, at its end or due for renewal.</summary>
    public uint Needed(uint wanted, DateTimeOffset now)
    {
        var needed = wanted;
        foreach (var (service, ticket) in _snapshot.Tickets)
        {
            if (ticket.IsUsable(now) && !ticket.IsDue(now))
                needed &= ~service;
        }

        return needed;
    }

    /// <summary>When the first of the wanted tickets held becomes due; null if none ever does.</summary>
    public DateTimeOffset? NextRenewal(uint wanted)
    {
        DateTimeOffset? next = null;
        foreach (var (service, ticket) in _snapshot.Tickets)
        {
            if ((service & wanted) != 0 && ticket.RenewAfter is { } due && (next is null || due < next))
                next = due;
        }

        return next;
    }

    private sealed record Snapshot(ulong GlobalId, ImmutableDictionary<uint, HeldTicket> Tickets);
}
