using System.Collections.Immutable;

namespace CephActors.Session;

/// <summary>Policies by peer type, with a default. A change affects later connections only; safe to use from any thread.</summary>
internal sealed class PolicyTable(Policy defaultPolicy)
{
    private ImmutableDictionary<EntityType, Policy> _byType = ImmutableDictionary<EntityType, Policy>.Empty;
    private volatile Policy _default = defaultPolicy;

    /// <summary>The policy for peers whose type has none of its own.</summary>
    public Policy Default
    {
        get => _default;
        set => _default = value;
    }

    /// <summary>The policy for peers of this type.</summary>
    public Policy For(EntityType peer) => Volatile.Read(ref _byType).GetValueOrDefault(peer, _default);

    /// <summary>Whether this type has a policy of its own.</summary>
    public bool Has(EntityType peer) => Volatile.Read(ref _byType).ContainsKey(peer);

    /// <summary>Sets the policy for peers of this type.</summary>
    public void Set(EntityType peer, Policy policy) =>
        ImmutableInterlocked.AddOrUpdate(ref _byType, peer, policy, (_, _) => policy);
}
