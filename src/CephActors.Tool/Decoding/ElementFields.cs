using System.Globalization;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Tool.Decoding;

/// <summary>What is told of an element beside its place and kind: names, and values that are numbers, truths, texts or lists of numbers.</summary>
internal static class ElementFields
{
    public static IEnumerable<(string Name, object Value)> Of(ConversationElement element) =>
        element.Segments is { } segments ? OwnFields(element).Append(("segments", segments)) : OwnFields(element);

    private static IEnumerable<(string Name, object Value)> OwnFields(ConversationElement element) => element.Kind switch
    {
        ElementKind.Banner when element.Banner is { } banner => [("supported", Hex(banner.Supported)), ("required", Hex(banner.Required))],
        ElementKind.Handshake => HandshakeFields.Of(element.Handshake!, element.Signature),
        ElementKind.Address => [("address", element.Address.ToString())],
        ElementKind.Connect => OfConnect(element.Connect!.Connect),
        ElementKind.ConnectReply => OfReply(element.Reply!.Reply),
        ElementKind.Message => OfMessage(element),
        ElementKind.Sequence or ElementKind.Ack => [("value", element.Value)],
        ElementKind.Keepalive2 or ElementKind.Keepalive2Ack =>
            [("stamp", string.Create(CultureInfo.InvariantCulture, $"{element.Stamp.Seconds}.{element.Stamp.Nanoseconds:D9}"))],
        _ => [],
    };

    private static IEnumerable<(string, object)> OfConnect(ConnectMessage connect) =>
    [
        ("features", Hex(connect.Features)),
        ("host_type", (byte)connect.HostType),
        ("global_seq", connect.GlobalSeq),
        ("connect_seq", connect.ConnectSeq),
        ("protocol_version", connect.ProtocolVersion),
        ("authorizer_protocol", connect.AuthorizerProtocol),
        ("flags", connect.Flags),
    ];

    private static IEnumerable<(string, object)> OfReply(ConnectReply reply) =>
    [
        ("tag", (byte)reply.Tag),
        ("features", Hex(reply.Features)),
        ("global_seq", reply.GlobalSeq),
        ("connect_seq", reply.ConnectSeq),
        ("protocol_version", reply.ProtocolVersion),
        ("flags", reply.Flags),
    ];

    private static IEnumerable<(string, object)> OfMessage(ConversationElement element)
    {
        var header = element.Header;
        yield return ("type", header.Type);
        yield return ("type_name", MessageTypes.NameOf((MessageType)header.Type));
        yield return ("seq", header.Seq);
        yield return ("tid", header.Tid);
        yield return ("priority", header.Priority);
        yield return ("front", header.FrontLength);
        yield return ("middle", header.MiddleLength);
        yield return ("data", header.DataLength);
        yield return ("crc", element.IsIntact ? "ok" : "bad");
        if (element.Segments is not null)
            yield return ("ack_seq", element.Value);
        yield return ("signed", (element.Footer.Flags & MessageFooter.Signed) != 0);
        if (ElementNames.Of(element.Signature) is { } signature)
            yield return ("signature", signature);
    }

    public static string Hex(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);
}
