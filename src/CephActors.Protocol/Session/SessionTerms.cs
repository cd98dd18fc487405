namespace CephActors.Session;

/// <summary>What both sides agreed on for one socket of a session.</summary>
/// <param name="Features">Feature bits both sides support.</param>
/// <param name="Policy">The policy in force, with the acceptor's word on <see cref="Policy.Lossy"/>.</param>
/// <param name="SigningKey">Session key that signs every message, or null where messages are not signed, as over v2.</param>
/// <param name="Peer">Who the peer is; null over v1, where each message says who sent it.</param>
internal sealed record SessionTerms(ulong Features, Policy Policy, CryptoKey? SigningKey, EntityName? Peer = null)
{
    /// <summary>The session is one over protocol v2.</summary>
    public bool IsV2 => Peer is not null;

    /// <summary>The 21-byte footer is in use.</summary>
    public bool MsgAuth => CephFeatures.HasFeature(Features, CephFeatures.MsgAuth);

    /// <summary>The signature covers lengths and sequence number too (mimic and later).</summary>
    public bool CephxV2 => CephFeatures.HasFeature(Features, CephFeatures.CephxV2);

    /// <summary>The peer answers KEEPALIVE2.</summary>
    public bool Keepalive2 => IsV2 || CephFeatures.HasFeature(Features, CephFeatures.MsgrKeepalive2);
}
