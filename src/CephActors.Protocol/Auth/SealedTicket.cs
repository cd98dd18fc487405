using CephActors.Auth.Cephx;

namespace CephActors.Auth;

/// <summary>A ticket as its issuer makes it: the holder's half, and the half that only the service can open.</summary>
/// <param name="ServiceId">The service it opens.</param>
/// <param name="Ticket">The holder's half; still to be sealed for the holder.</param>
/// <param name="Blob">The service's half.</param>
internal sealed record SealedTicket(uint ServiceId, ServiceTicket Ticket, TicketBlob Blob)
{
    /// <summary>Makes a ticket with a new session key.</summary>
    /// <param name="serviceId">The service.</param>
    /// <param name="secret">The service's secret.</param>
    /// <param name="secretId">The number under which the service knows it.</param>
    /// <param name="ticket">Who holds it and what it allows.</param>
    /// <param name="life">How long it lives; zero for ever.</param>
    /// <param name="random">Random numbers for the session key.</param>
    public static SealedTicket Create(uint serviceId, CryptoKey secret, ulong secretId, AuthTicket ticket, TimeSpan life, Func<ulong> random)
    {
        var sessionKey = CryptoKey.Generate(random, ticket.Created.ToDateTimeOffset());
        return new SealedTicket(
            serviceId,
            new ServiceTicket(sessionKey, UTime.From(DateTimeOffset.UnixEpoch + life)),
            new TicketBlob(secretId, CephxCipher.Seal(secret, new ServiceTicketInfo(ticket, sessionKey))));
    }

    /// <summary>Seals it for its holder.</summary>
    /// <param name="key">What the holder opens its half with.</param>
    /// <param name="oldSessionKey">Seals the service's half too, where an old ticket was shown.</param>
    public TicketReplyEntry ToReply(CryptoKey key, CryptoKey? oldSessionKey = null) =>
        TicketReplyEntry.Create(ServiceId, key, Ticket, Blob, oldSessionKey);
}
