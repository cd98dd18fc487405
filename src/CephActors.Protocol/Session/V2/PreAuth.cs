using CephActors.Auth;
using CephActors.Framing.V2;

namespace CephActors.Session.V2;

/// <summary>
/// Everything said on a socket, both ways, until its mode is settled: the signatures that follow prove that nobody changed
/// it. Ceph: <c>ProtocolV2::pre_auth</c>.
/// </summary>
internal sealed class PreAuth
{
    private readonly Transcript _sent = new();
    private readonly Transcript _received = new();
    private AuthSignature? _expected;

    /// <summary>The layout of frames that both banners agree on.</summary>
    public FrameRevision Revision { get; set; }

    /// <summary>Remembers bytes that are sent.</summary>
    public ReadOnlyMemory<byte> Sent(ReadOnlyMemory<byte> bytes)
    {
        // Our own words are few; were it ever otherwise, the signature would not fit and the socket be given up.
        _sent.TryAppend(bytes.Span);
        return bytes;
    }

    /// <summary>Encodes a frame and remembers it as sent.</summary>
    public ReadOnlyMemory<byte> Sent(IHandshakePayload payload) => Sent(PlainFrame.Encode(payload, Revision));

    /// <summary>Remembers bytes that arrived; false if the peer has said too much.</summary>
    public bool TryReceive(ReadOnlyMemory<byte> bytes) => _received.TryAppend(bytes.Span);

    /// <summary>The mode is settled: our signature over what arrived. What was sent is what the peer's has to cover.</summary>
    public AuthSignature Close(CryptoKey? sessionKey)
    {
        var key = sessionKey is null ? [] : sessionKey.Secret;
        var own = _received.Sign(key);
        _expected = _sent.Sign(key);
        _received.Clear();
        _sent.Clear();
        return own;
    }

    /// <summary>Whether the peer has heard what was sent.</summary>
    public bool IsHeard(AuthSignature signature) => _expected is { } expected && expected.Matches(signature);

    /// <summary>The keys of secure mode; null in crc mode.</summary>
    /// <exception cref="InvalidOperationException">The exchange came to secure mode without a secret for it.</exception>
    public static SecurePhase? PhaseOf(AuthResult result, bool connector) => result.Mode is not ConnectionMode.Secure
        ? null
        : SecurePhase.FromSecret(result.ConnectionSecret.Span, connector)
            ?? throw new InvalidOperationException("An authentication ended in secure mode without a connection secret.");
}
