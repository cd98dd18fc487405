using CephActors.Framing.V1;

namespace CephActors.Tool.Decoding;

/// <summary>The words for what a recorded stream holds.</summary>
internal static class ElementNames
{
    public static string Of(ConversationSide side) => side == ConversationSide.Client ? "client" : "server";

    public static string Of(ElementKind kind) => kind switch
    {
        ElementKind.Banner => "banner",
        ElementKind.Address => "address",
        ElementKind.Connect => "connect",
        ElementKind.ConnectReply => "connect_reply",
        ElementKind.Authorizer => "authorizer",
        ElementKind.Sequence => "seq",
        ElementKind.Message => "msg",
        ElementKind.Ack => "ack",
        ElementKind.Keepalive => "keepalive",
        ElementKind.Keepalive2 => "keepalive2",
        ElementKind.Keepalive2Ack => "keepalive2_ack",
        ElementKind.Close => "close",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Null if nothing is known: there is no signature, or no key to check it with.</summary>
    public static string? Of(SignatureCheck check) => check switch
    {
        SignatureCheck.Good => "ok",
        SignatureCheck.Bad => "bad",
        _ => null,
    };
}
