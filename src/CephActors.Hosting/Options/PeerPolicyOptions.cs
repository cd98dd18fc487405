namespace CephActors.Hosting;

/// <summary>The policy towards one type of peer, and what is taken from such peers at a time. A <see cref="CephActors.Policy"/> converts to it.</summary>
/// <param name="policy">The policy; its feature bits count if they are not those every policy has.</param>
public sealed class PeerPolicyOptions(Policy policy)
{
    /// <summary>The policy.</summary>
    public Policy Policy { get; } = policy ?? throw new ArgumentNullException(nameof(policy));

    /// <summary>Bytes of their messages alive at a time; 0 is no limit. Key <c>throttle-bytes</c>.</summary>
    public long? ThrottleBytes { get; set; }

    /// <summary>The same in messages. Key <c>throttle-messages</c>.</summary>
    public int? ThrottleMessages { get; set; }

    /// <summary>A policy without throttles of its own.</summary>
    /// <param name="policy">The policy.</param>
    public static implicit operator PeerPolicyOptions(Policy policy) => FromPolicy(policy);

    /// <summary>A policy without throttles of its own.</summary>
    /// <param name="policy">The policy.</param>
    public static PeerPolicyOptions FromPolicy(Policy policy) => new(policy);

    internal void Write(HoconSection section)
    {
        section.Set("policy", PolicyText.NameOf(Policy));
        PolicyText.WriteFeatures(Policy, section, "features-supported", "features-required");
        section.Set("throttle-bytes", ThrottleBytes);
        section.Set("throttle-messages", (long?)ThrottleMessages);
    }
}
