namespace CephActors.Hosting;

/// <summary>
/// The settings of one messenger, as code. Each member is a key of <c>ceph.messenger</c> in <c>reference.conf</c>, which says
/// its unit, its range and its default; what stays null is not written, so a default, or what HOCON says, remains. A value out
/// of range is refused when the host starts, by the name of its key.
/// </summary>
public sealed partial class CephMessengerOptions
{
    /// <summary>Who the messenger is, such as <c>EntityName.Osd(3)</c>. Key <c>name</c>.</summary>
    public EntityName? Name { get; set; }

    /// <summary>Tells incarnations at one address apart; null for the choice <c>auto</c> makes. Key <c>nonce</c>.</summary>
    public uint? Nonce { get; set; }

    /// <summary>
    /// Where to listen from the start of the host on: one address or several with commas between, such as
    /// <c>v1:127.0.0.1:6800</c>; port 0 for any. Key <c>bind</c>.
    /// </summary>
    public string? Bind { get; set; }

    /// <summary>The policy towards peers whose type has none of its own. Key <c>default-policy</c>, and <c>features</c> if it has others than all.</summary>
    public Policy? DefaultPolicy { get; set; }

    /// <summary>Policies by the peer's type. Key <c>policies</c>.</summary>
    public IDictionary<EntityType, PeerPolicyOptions> Policies { get; } = new Dictionary<EntityType, PeerPolicyOptions>();

    /// <summary>What is taken from each type of peer at a time, for policies that do not say otherwise. Key <c>policy-throttle</c>.</summary>
    public PolicyThrottleOptions PolicyThrottle { get; } = new();

    /// <summary>Who the messenger is to its peers, and what it demands of them. Key <c>auth</c>.</summary>
    public CephAuthOptions Auth { get; } = new();

    /// <summary>The longest parts of a message. Key <c>limits</c>.</summary>
    public LimitsOptions Limits { get; } = new();

    /// <summary>What one connection may hold for its peer. Key <c>out-queue</c>.</summary>
    public OutQueueOptions OutQueue { get; } = new();

    /// <summary>How protocol v2 protects its frames. Key <c>modes</c>.</summary>
    public ConnectionModeOptions Modes { get; } = new();

    /// <summary>Faults of our own making, which this allows; for tests. Key <c>injection</c>.</summary>
    public FaultInjection? Injection { get; set; }

    /// <summary>Bytes of received messages that may wait for their dispatchers. Key <c>dispatch-throttle-bytes</c>.</summary>
    public long? DispatchThrottleBytes { get; set; }

    /// <summary>The same in messages. Key <c>dispatch-throttle-messages</c>.</summary>
    public int? DispatchThrottleMessages { get; set; }

    /// <summary>Messages given to dispatchers and not yet done with. Key <c>dispatch-window</c>.</summary>
    public int? DispatchWindow { get; set; }

    /// <summary>What a priority below 64 can save up, in bytes. Key <c>pq-max-tokens-per-priority</c>.</summary>
    public long? PqMaxTokensPerPriority { get; set; }

    /// <summary>The least a message costs there, in bytes. Key <c>pq-min-cost</c>.</summary>
    public long? PqMinCost { get; set; }

    /// <summary>The priority of messages sent without one. Key <c>default-send-priority</c>.</summary>
    public int? DefaultSendPriority { get; set; }

    /// <summary>Whether clients may ask for the state of the messenger, as <c>cephactors top</c> does. Key <c>admin</c>.</summary>
    public bool? Admin { get; set; }

    /// <summary>
    /// Whether trace contexts go along with messages, to peers that are CephActors with the same setting. Key <c>tracing.propagate</c>.
    /// </summary>
    public bool? TracingPropagate { get; set; }

    /// <summary>The Akka dispatcher that runs connections. Key <c>connection-dispatcher</c>.</summary>
    public string? ConnectionDispatcher { get; set; }

    /// <summary>The Akka dispatcher that runs the dispatch queue. Key <c>dispatch-dispatcher</c>.</summary>
    public string? DispatchDispatcher { get; set; }

    /// <summary>What was set, as HOCON below <c>ceph.messengers.NAME</c>; empty if nothing was.</summary>
    /// <exception cref="ArgumentException">A policy has other properties than the one it is named after.</exception>
    internal string ToHocon(string messenger)
    {
        var section = new HoconSection("ceph", "messengers", messenger);
        section.Set("name", Name?.ToString());
        section.Set("nonce", (long?)Nonce);
        section.Set("bind", Bind);
        WritePolicies(section);
        PolicyThrottle.Write(section.Section("policy-throttle"));
        Auth.Write(section.Section("auth"));
        Limits.Write(section.Section("limits"));
        OutQueue.Write(section.Section("out-queue"));
        Modes.Write(section.Section("modes"));
        FaultInjectionText.Write(Injection, section.Section("injection"));
        section.Set("dispatch-throttle-bytes", DispatchThrottleBytes);
        section.Set("dispatch-throttle-messages", (long?)DispatchThrottleMessages);
        section.Set("dispatch-window", (long?)DispatchWindow);
        section.Set("pq-max-tokens-per-priority", PqMaxTokensPerPriority);
        section.Set("pq-min-cost", PqMinCost);
        section.Set("default-send-priority", (long?)DefaultSendPriority);
        section.Set("admin", Admin);
        section.Set("tracing.propagate", TracingPropagate);
        section.Set("connection-dispatcher", ConnectionDispatcher);
        section.Set("dispatch-dispatcher", DispatchDispatcher);
        WriteNetwork(section);
        return section.ToString();
    }

    private void WritePolicies(HoconSection section)
    {
        if (DefaultPolicy is { } policy)
        {
            section.Set("default-policy", PolicyText.NameOf(policy));
            PolicyText.WriteFeatures(policy, section, "features.supported", "features.required");
        }

        foreach (var (type, peer) in Policies)
            peer.Write(section.Section($"policies.{PeerTypeText.NameOf(type)}"));
    }
}
