using System.Collections.Concurrent;
using CephActors.Configuration;
using CephActors.Dispatch;

namespace CephActors.Actors;

/// <summary>
/// The receive throttles of one messenger: two of its own, and two for the peers of each type.
/// Ceph: <c>Messenger::set_policy_throttlers</c>, <c>DispatchQueue::dispatch_throttler</c>.
/// </summary>
internal sealed class ReceiveThrottles(string messenger, long dispatchBytes, long dispatchMessages, PayloadPool payloads)
{
    private readonly ConcurrentDictionary<EntityType, PolicyThrottles> _byType = new();
    private volatile PolicyThrottles _default = new(null, null);

    /// <summary>Payload bytes that are received and not dispatched.</summary>
    public Throttle Bytes { get; } = new($"{messenger}-dispatch-bytes", dispatchBytes);

    /// <summary>Messages that are received and not dispatched; bounds those without payload too.</summary>
    public Throttle Messages { get; } = new($"{messenger}-dispatch-messages", dispatchMessages);

    /// <summary>The memory of payloads that dispatchers give back.</summary>
    public PayloadPool Payloads { get; } = payloads;

    /// <summary>All of them, those of the messenger first; one that several types share is there once.</summary>
    public IEnumerable<Throttle> All => new[] { Bytes, Messages }
        .Concat(_byType.OrderBy(p => p.Key).Select(p => p.Value).Prepend(_default).SelectMany(p => new[] { p.Bytes, p.Messages }).OfType<Throttle>())
        .Distinct();

    /// <summary>Sets the throttles of peers whose type has none of its own.</summary>
    public void SetDefault(PeerPolicySettings settings) => _default = Create("default", settings);

    /// <summary>Sets the throttles of a type as its settings say.</summary>
    public void Set(EntityType type, PeerPolicySettings settings) => _byType[type] = Create(type.ToString().ToLowerInvariant(), settings);

    /// <summary>Sets the throttles of a type; null for no bound.</summary>
    public void Set(EntityType type, Throttle? bytes, Throttle? messages) => _byType[type] = new PolicyThrottles(bytes, messages);

    /// <summary>A gate for one session with a peer of this type.</summary>
    public IReceiveGate GateFor(EntityType type)
    {
        var policy = _byType.GetValueOrDefault(type, _default);
        return new ReceiveGate(policy.Messages, policy.Bytes, Bytes, Messages, Payloads);
    }

    private PolicyThrottles Create(string peers, PeerPolicySettings settings) => new(
        settings.ThrottleBytes > 0 ? new Throttle($"{messenger}-{peers}-bytes", settings.ThrottleBytes) : null,
        settings.ThrottleMessages > 0 ? new Throttle($"{messenger}-{peers}-messages", settings.ThrottleMessages) : null);

    private sealed record PolicyThrottles(Throttle? Bytes, Throttle? Messages);
}
