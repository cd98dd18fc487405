using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Tool.Decoding;

/// <summary>The words for what a recorded stream holds.</summary>
internal static class ElementNames
{
    public static string Of(ConversationSide side) => side == ConversationSide.Client ? "client" : "server";

    public static string Of(ConversationElement element) => element.Kind switch
    {
        ElementKind.Banner => "banner",
        ElementKind.Address => "address",
        ElementKind.Connect => "connect",
        ElementKind.ConnectReply => "connect_reply",
        ElementKind.Authorizer => "authorizer",
        ElementKind.Sequence => "seq",
        ElementKind.Handshake => Of(element.Handshake!.Tag),
        ElementKind.Message => element.Segments is null ? "msg" : "message",
        ElementKind.Ack => "ack",
        ElementKind.Keepalive => "keepalive",
        ElementKind.Keepalive2 => "keepalive2",
        ElementKind.Keepalive2Ack => "keepalive2_ack",
        ElementKind.Close => "close",
        ElementKind.Encrypted => "encrypted",
        _ => throw new ArgumentOutOfRangeException(nameof(element)),
    };

    private static string Of(FrameTag tag) => tag switch
    {
        FrameTag.Hello => "hello",
        FrameTag.AuthRequest => "auth_request",
        FrameTag.AuthBadMethod => "auth_bad_method",
        FrameTag.AuthReplyMore => "auth_reply_more",
        FrameTag.AuthRequestMore => "auth_request_more",
        FrameTag.AuthDone => "auth_done",
        FrameTag.AuthSignature => "auth_signature",
        FrameTag.ClientIdent => "client_ident",
        FrameTag.ServerIdent => "server_ident",
        FrameTag.IdentMissingFeatures => "ident_missing_features",
        FrameTag.SessionReconnect => "session_reconnect",
        FrameTag.SessionReset => "session_reset",
        FrameTag.SessionRetry => "session_retry",
        FrameTag.SessionRetryGlobal => "session_retry_global",
        FrameTag.SessionReconnectOk => "session_reconnect_ok",
        FrameTag.Wait => "wait",
        _ => throw new ArgumentOutOfRangeException(nameof(tag)),
    };

    /// <summary>Null if nothing is known: there is no signature, or no key to check it with.</summary>
    public static string? Of(SignatureCheck check) => check switch
    {
        SignatureCheck.Good => "ok",
        SignatureCheck.Bad => "bad",
        _ => null,
    };
}
