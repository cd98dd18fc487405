namespace CephActors.Configuration;

/// <summary>The policy towards one type of peer and the throttles its connections share.</summary>
/// <param name="Policy">The policy, features included.</param>
/// <param name="ThrottleBytes">Bytes of received messages alive at a time; 0 is no limit.</param>
/// <param name="ThrottleMessages">Received messages alive at a time; 0 is no limit.</param>
internal sealed record PeerPolicySettings(Policy Policy, long ThrottleBytes, int ThrottleMessages)
{
    private const string Policies =
        "one of stateful-server, stateless-registered-server, stateless-server, lossless-peer, lossless-peer-reuse, lossy-client, lossless-client";

    /// <summary>Reads the policy for peers without one of their own.</summary>
    public static PeerPolicySettings ReadDefault(SettingsReader reader)
    {
        ulong supported = FeatureSets.ReadSupported(reader, "features.supported");
        return new PeerPolicySettings(
            ReadPolicy(reader, "default-policy") with
            {
                FeaturesSupported = supported,
                FeaturesRequired = FeatureSets.ReadRequired(reader, "features.required", supported),
            },
            ReadBytes(reader, "policy-throttle.bytes"),
            ReadMessages(reader, "policy-throttle.messages"));
    }

    /// <summary>
    /// Reads the entries of <c>policies</c>: a policy's name, or a section in which what is not said is as for all others.
    /// </summary>
    public static IReadOnlyDictionary<EntityType, PeerPolicySettings> ReadByPeer(SettingsReader reader, PeerPolicySettings others)
    {
        var policies = new Dictionary<EntityType, PeerPolicySettings>();
        foreach (var name in reader.Names("policies", "a section with entries mon, mds, osd, client or mgr"))
        {
            EntityType? peer = name switch
            {
                "mon" => EntityType.Mon,
                "mds" => EntityType.Mds,
                "osd" => EntityType.Osd,
                "client" => EntityType.Client,
                "mgr" => EntityType.Mgr,
                _ => null,
            };
            // An entry with another name is left to the check for unknown keys.
            if (peer is { } type)
                policies.Add(type, ReadPeer(reader, $"policies.{name}", others));
        }

        return policies;
    }

    private static PeerPolicySettings ReadPeer(SettingsReader reader, string key, PeerPolicySettings others)
    {
        if (!reader.IsSection(key))
            return others with { Policy = WithFeatures(ReadPolicy(reader, key), others.Policy) };

        var policy = WithFeatures(ReadPolicy(reader, $"{key}.policy"), others.Policy);
        if (reader.Has($"{key}.features-supported"))
            policy = policy with { FeaturesSupported = FeatureSets.ReadSupported(reader, $"{key}.features-supported") };
        if (reader.Has($"{key}.features-required"))
            policy = policy with { FeaturesRequired = FeatureSets.ReadRequired(reader, $"{key}.features-required", policy.FeaturesSupported) };
        return new PeerPolicySettings(
            policy,
            reader.Has($"{key}.throttle-bytes") ? ReadBytes(reader, $"{key}.throttle-bytes") : others.ThrottleBytes,
            reader.Has($"{key}.throttle-messages") ? ReadMessages(reader, $"{key}.throttle-messages") : others.ThrottleMessages);
    }

    private static Policy WithFeatures(Policy policy, Policy source) =>
        policy with { FeaturesSupported = source.FeaturesSupported, FeaturesRequired = source.FeaturesRequired };

    private static Policy ReadPolicy(SettingsReader reader, string key) =>
        reader.Parsed(key, Policies, (string text, out Policy policy) => Policy.TryParse(text, out policy!));

    private static long ReadBytes(SettingsReader reader, string key) => reader.Bytes(key, 0, 1L << 40);

    private static int ReadMessages(SettingsReader reader, string key) => reader.Int(key, 0, int.MaxValue);
}
