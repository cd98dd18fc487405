using System.Diagnostics.CodeAnalysis;
using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>
/// The keys a monitor holds: those of entities, and the rotating secrets of services that tickets are sealed with. Safe to use from any thread.
/// Ceph: <c>src/auth/cephx/CephxKeyServer.cc</c>.
/// </summary>
/// <param name="keyring">The entities.</param>
/// <param name="authLife">How long an AUTH ticket lives. Ceph: <c>auth_mon_ticket_ttl</c>.</param>
/// <param name="serviceLife">How long the ticket of another service lives. Ceph: <c>auth_service_ticket_ttl</c>.</param>
/// <param name="random">Random numbers for secrets and session keys.</param>
/// <param name="now">The clock by which secrets rotate.</param>
internal sealed class CephxKeyServer(Keyring keyring, TimeSpan authLife, TimeSpan serviceLife, Func<ulong> random, Func<DateTimeOffset> now)
{
    private const uint Services =
        (uint)(EntityType.Auth | EntityType.Mon | EntityType.Osd | EntityType.Mds | EntityType.Mgr);

    private readonly Lock _lock = new();
    private readonly Dictionary<EntityType, RotatingSecrets> _rotating = [];

    /// <summary>The key and the capabilities of an entity; null of an unknown one.</summary>
    public KeyringEntry? Find(AuthEntityName name) => keyring.Find(name);

    /// <summary>The secrets of a service, made or rotated if it is time.</summary>
    public RotatingSecrets RotatingSecretsOf(EntityType service)
    {
        lock (_lock)
            return _rotating[service] = _rotating.GetValueOrDefault(service, RotatingSecrets.None).Rotate(now(), LifeOf(service), random);
    }

    /// <summary>What a service opens tickets with.</summary>
    public ServiceSecrets SecretsOf(EntityType service) => ServiceSecrets.From(service, RotatingSecretsOf(service));

    /// <summary>Issues an AUTH ticket. What it allows is looked up when others are issued for it.</summary>
    public SealedTicket IssueAuth(AuthEntityName name, ulong globalId) => Issue(EntityType.Auth, name, globalId, CapsInfo.Nothing);

    /// <summary>
    /// Issues the ticket of a service, with what the entity may do there, which may be nothing; none for a service or an entity there is not. Monitors look
    /// capabilities up themselves. Ceph: <c>KeyServer::_build_session_auth_info</c>.
    /// </summary>
    public bool TryIssue(uint serviceId, AuthTicket parent, [NotNullWhen(true)] out SealedTicket? ticket)
    {
        ticket = null;
        var service = (EntityType)serviceId;
        if ((serviceId & Services) != serviceId || service == EntityType.Auth || Find(parent.Name) is not { } entity)
            return false;
        var caps = service != EntityType.Mon && entity.Caps.TryGetValue(EntityTypes.NameOf(service), out var text) ? CapsInfo.FromText(text) : CapsInfo.Nothing;
        ticket = Issue(service, parent.Name, parent.GlobalId, caps);
        return true;
    }

    private SealedTicket Issue(EntityType service, AuthEntityName name, ulong globalId, CapsInfo caps)
    {
        var secrets = RotatingSecretsOf(service);
        var issued = now();
        var (id, secret) = secrets.Current(issued);

        // A ticket must not outlive the last secret a service knows.
        var left = secrets.Keys[secrets.MaxVersion].Expires.ToDateTimeOffset() - issued;
        var life = LifeOf(service) < left ? LifeOf(service) : left;
        return SealedTicket.Create((uint)service, secret.Key, id, new AuthTicket(name, globalId, UTime.From(issued), UTime.From(issued + life), caps), life, random);
    }

    private TimeSpan LifeOf(EntityType service) => service == EntityType.Auth ? authLife : serviceLife;
}
