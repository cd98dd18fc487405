using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>What all handshake payloads have in common.</summary>
internal static class HandshakePayload
{
    /// <summary>Addresses have their new form in every frame, whatever features the peers find they have in common.</summary>
    public const ulong AddressFeatures = CephFeatures.MsgAddr2 | CephFeatures.ServerNautilus;

    /// <summary>Reads the payload of a frame; what stands behind its fields is ignored. Null, and why, if a field cannot be read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tag is not one of the handshake, see <see cref="Knows"/>.</exception>
    public static IHandshakePayload? Decode(FrameTag tag, ReadOnlySpan<byte> bytes, out WireError error)
    {
        var reader = new WireReader(bytes);
        IHandshakePayload payload = tag switch
        {
            FrameTag.Hello => Hello.Read(ref reader),
            FrameTag.AuthRequest => AuthRequest.Read(ref reader),
            FrameTag.AuthBadMethod => AuthBadMethod.Read(ref reader),
            FrameTag.AuthReplyMore => AuthReplyMore.Read(ref reader),
            FrameTag.AuthRequestMore => AuthRequestMore.Read(ref reader),
            FrameTag.AuthDone => AuthDone.Read(ref reader),
            FrameTag.AuthSignature => AuthSignature.Read(ref reader),
            FrameTag.ClientIdent => ClientIdent.Read(ref reader),
            FrameTag.ServerIdent => ServerIdent.Read(ref reader),
            FrameTag.IdentMissingFeatures => IdentMissingFeatures.Read(ref reader),
            FrameTag.SessionReconnect => SessionReconnect.Read(ref reader),
            FrameTag.SessionReset => SessionReset.Read(ref reader),
            FrameTag.SessionRetry => SessionRetry.Read(ref reader),
            FrameTag.SessionRetryGlobal => SessionRetryGlobal.Read(ref reader),
            FrameTag.SessionReconnectOk => SessionReconnectOk.Read(ref reader),
            FrameTag.Wait => new Wait(),
            _ => throw new ArgumentOutOfRangeException(nameof(tag)),
        };
        error = reader.Error;
        return reader.Failed ? null : payload;
    }

    /// <summary>Whether a tag belongs to the handshake.</summary>
    public static bool Knows(FrameTag tag) => tag is >= FrameTag.Hello and <= FrameTag.Wait;
}
