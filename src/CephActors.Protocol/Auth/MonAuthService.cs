namespace CephActors.Auth;

/// <summary>
/// Authenticates the clients of one monitor, over protocol 1 and 2. Safe to use from any thread; a <see cref="MonAuthSession"/> is not.
/// Ceph: the authentication in <c>src/mon/Monitor.cc</c> and <c>src/mon/AuthMonitor.cc</c>.
/// </summary>
/// <param name="registry">Which methods are taken from whom.</param>
/// <param name="keys">The keys of the cluster; null takes method none alone.</param>
/// <param name="nextGlobalId">Gives an identity never given before.</param>
/// <param name="random">Random numbers for challenges.</param>
/// <param name="cephxRequiredFeatures">Features without which a kind of client may not use cephx over protocol 1.</param>
internal sealed class MonAuthService(
    AuthRegistry registry, CephxKeyServer? keys, Func<ulong> nextGlobalId, Func<ulong> random, Func<EntityType, ulong>? cephxRequiredFeatures = null)
{
    /// <summary>Whether somebody who authenticates as such may use the method.</summary>
    public bool Takes(AuthMethod method, EntityType entity) =>
        registry.MethodsOfEntity(entity).Contains(method) && (method != AuthMethod.Cephx || keys is not null);

    /// <summary>The greatest of the methods offered that is taken; unknown if none is. Ceph: <c>AuthMethodList::pick</c>.</summary>
    public AuthMethod Pick(IEnumerable<uint> offered, EntityType entity, ulong features)
    {
        var required = cephxRequiredFeatures?.Invoke(entity) ?? 0;
        return (AuthMethod)offered
            .Where(method => Takes((AuthMethod)method, entity) && (method != (uint)AuthMethod.Cephx || CephFeatures.HasFeature(features, required)))
            .DefaultIfEmpty((uint)AuthMethod.Unknown)
            .Max();
    }

    public ulong NextGlobalId() => nextGlobalId();

    /// <summary>Begins cephx; null where there are no keys.</summary>
    public CephxServiceHandler? NewHandler(AuthEntityName name, ulong globalId, bool isNew) =>
        keys is null ? null : new CephxServiceHandler(keys, name, globalId, isNew, random);
}
