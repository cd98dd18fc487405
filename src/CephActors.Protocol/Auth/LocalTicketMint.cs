using CephActors.Auth.Cephx;

namespace CephActors.Auth;

/// <summary>
/// Issues tickets without a monitor, for parties that share a service's secret: monitors among each other do so with their common key
/// (Ceph: <c>src/mon/Monitor.cc</c>, <c>Monitor::get_authorizer</c>), and so may any two services of one owner.
/// </summary>
/// <param name="service">The service whose tickets are issued.</param>
/// <param name="secret">That service's secret.</param>
/// <param name="secretId">The number under which the service knows it; <see cref="TicketBlob.GeneralSecret"/> among monitors.</param>
/// <param name="random">Random numbers for session keys.</param>
internal sealed class LocalTicketMint(EntityType service, CryptoKey secret, ulong secretId, Func<ulong> random)
{
    /// <summary>Issues one ticket.</summary>
    /// <param name="name">Who shall hold it.</param>
    /// <param name="globalId">The holder's global id.</param>
    /// <param name="now">The current time.</param>
    /// <param name="validity">How long it lives; zero for ever.</param>
    /// <param name="caps">What it allows, as text; <c>allow *</c> if not given.</param>
    public HeldTicket Issue(AuthEntityName name, ulong globalId, DateTimeOffset now, TimeSpan validity, string caps = "allow *")
    {
        var ticket = new AuthTicket(name, globalId, UTime.From(now), UTime.From(now + validity), CapsInfo.FromText(caps));
        var issued = SealedTicket.Create((uint)service, secret, secretId, ticket, validity, random);
        return HeldTicket.Create(issued.ServiceId, issued.Ticket, issued.Blob, now);
    }

    /// <summary>A store with one such ticket, ready for a <see cref="CephxAuthorizerSource"/>.</summary>
    public TicketStore IssueStore(AuthEntityName name, ulong globalId, DateTimeOffset now, TimeSpan validity)
    {
        var store = new TicketStore();
        store.SetGlobalId(globalId);
        store.Store(Issue(name, globalId, now, validity));
        return store;
    }
}
