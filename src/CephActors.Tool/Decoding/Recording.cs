using CephActors.Auth;
using CephActors.Framing;

namespace CephActors.Tool.Decoding;

/// <summary>Takes recorded connections apart, of whichever protocol: the first bytes tell.</summary>
internal static class Recording
{
    /// <summary>Reads both directions; what keys there are open what needs them, and learn from what is opened.</summary>
    public static Conversation Decode(byte[] client, byte[] server, CephxSessionKeys? keys)
    {
        // The limits are a messenger's own: what it would refuse is refused here, at the same place and for the same reason.
        var options = FramingOptions.Default;
        if (IsV2(client) || IsV2(server))
        {
            return new Framing.V2.ConversationDecoder(options, keys is null ? null : (request, done) => keys.Find(request.Payload.Span, done.Payload.Span))
                .Decode(client, server);
        }

        return new Framing.V1.ConversationDecoder(options, keys is null ? null : connect => keys.Find(connect.Authorizer)?.Secret.ToArray())
            .Decode(client, server);
    }

    private static bool IsV2(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Framing.V2.Banner.Text);
}
