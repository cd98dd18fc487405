using CephActors.Auth.Cephx;

namespace CephActors.Auth;

/// <summary>A ticket its holder can use. Ceph: <c>CephXTicketHandler</c>.</summary>
/// <param name="ServiceId">The service it opens, an <see cref="EntityType"/> as a number.</param>
/// <param name="SessionKey">Shared with that service.</param>
/// <param name="Blob">What the service gets to see.</param>
/// <param name="Expires">When it ends; null for never.</param>
/// <param name="RenewAfter">When to ask for the next one: a quarter of its life before the end.</param>
internal sealed record HeldTicket(uint ServiceId, CryptoKey SessionKey, TicketBlob Blob, DateTimeOffset? Expires, DateTimeOffset? RenewAfter)
{
    public static HeldTicket Create(uint serviceId, ServiceTicket ticket, TicketBlob blob, DateTimeOffset now)
    {
        // Ceph: CephXTicketHandler::verify_service_ticket_reply takes a quarter of the whole seconds off.
        var validity = TimeSpan.FromSeconds(ticket.Validity.Seconds) + TimeSpan.FromMicroseconds(ticket.Validity.Nanoseconds / 1000);
        return validity == TimeSpan.Zero
            ? new HeldTicket(serviceId, ticket.SessionKey, blob, null, null)
            : new HeldTicket(serviceId, ticket.SessionKey, blob, now + validity, now + validity - TimeSpan.FromSeconds(ticket.Validity.Seconds / 4.0));
    }

    /// <summary>Whether it can still be shown to the service.</summary>
    public bool IsUsable(DateTimeOffset now) => Expires is not { } end || now < end;

    /// <summary>Whether it is time for the next one.</summary>
    public bool IsDue(DateTimeOffset now) => RenewAfter is { } due && now >= due;
}
