using CephActors.Auth.Cephx;

namespace CephActors.Auth;

/// <summary>
/// The secrets one service opens tickets with, by number. Replaced as a whole when they rotate. Ceph: <c>src/auth/RotatingKeyRing.h</c>.
/// </summary>
internal sealed class ServiceSecrets(EntityType service, IReadOnlyDictionary<ulong, CryptoKey> secrets)
{
    /// <summary>One secret that never rotates.</summary>
    public ServiceSecrets(EntityType service, CryptoKey secret, ulong secretId = 1)
        : this(service, new Dictionary<ulong, CryptoKey> { [secretId] = secret })
    {
    }

    public EntityType Service => service;

    public static ServiceSecrets From(EntityType service, RotatingSecrets rotating) =>
        new(service, rotating.Keys.ToDictionary(entry => entry.Key, entry => entry.Value.Key));

    public CryptoKey? Find(uint serviceId, ulong secretId) =>
        serviceId == (uint)service ? secrets.GetValueOrDefault(secretId) : null;
}
