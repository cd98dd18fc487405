using System.Globalization;
using System.Text.RegularExpressions;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

/// <summary>Writes frames the way the notes beside the captures do.</summary>
internal static partial class NoteText
{
    private const int AuthorizerShown = 60;

    public static string Of(IReadOnlyList<ConversationElement> frame)
    {
        var element = frame[0];
        FormattableString text = element.Kind switch
        {
            ElementKind.Banner when frame.Count > 2 => $"banner b'ceph v027' my_addr={Of(frame[1].Address)} peer_addr_as_seen={Of(frame[2].Address)}",
            ElementKind.Banner => $"banner b'ceph v027' my_addr={Of(frame[1].Address)}",
            ElementKind.Connect => Of(element.Connect!),
            ElementKind.ConnectReply => Of(element.Reply!),
            ElementKind.Sequence => $"SEQ in_seq acked by {element.Side.ToString().ToLowerInvariant()}={element.Value}",
            ElementKind.Message => Of(element),
            ElementKind.Ack => $"ACK seq={element.Value}",
            ElementKind.Keepalive => $"KEEPALIVE",
            ElementKind.Keepalive2 => $"KEEPALIVE2 sec={element.Stamp.Seconds} nsec={element.Stamp.Nanoseconds}",
            ElementKind.Keepalive2Ack => $"KEEPALIVE2_ACK sec={element.Stamp.Seconds} nsec={element.Stamp.Nanoseconds}",
            var kind => throw new ArgumentOutOfRangeException(nameof(frame), kind, null),
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Numbers are explained by names in brackets, which are the notes' own.</summary>
    public static string WithoutNames(string note) => Names().Replace(note, string.Empty);

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex Names();

    private static string Of(EntityAddress address)
        => string.Create(CultureInfo.InvariantCulture, $"legacy:{address.Address}:{address.Port}/{address.Nonce}");

    private static FormattableString Of(ConnectFrame frame)
    {
        var c = frame.Connect;
        return $"connect features={c.Features:x16} host_type={(int)c.HostType} global_seq={c.GlobalSeq} connect_seq={c.ConnectSeq} protocol_version={c.ProtocolVersion} authorizer_protocol={c.AuthorizerProtocol} authorizer_len={frame.Authorizer.Length} flags={c.Flags}{Of(" authorizer=", frame.Authorizer)}";
    }

    private static FormattableString Of(ConnectReplyFrame frame)
    {
        var r = frame.Reply;
        return $"connect_reply tag={(int)r.Tag} features={r.Features:x16} global_seq={r.GlobalSeq} connect_seq={r.ConnectSeq} protocol_version={r.ProtocolVersion} authorizer_len={frame.Authorizer.Length} flags={r.Flags}{Of(" authorizer_reply=", frame.Authorizer)}";
    }

    private static string Of(string label, byte[] authorizer)
        => authorizer.Length == 0 ? string.Empty : label + Convert.ToHexStringLower(authorizer.AsSpan(0, Math.Min(authorizer.Length, AuthorizerShown)));

    private static FormattableString Of(ConversationElement element)
    {
        var (h, f) = (element.Header, element.Footer);
        return $"MSG type={h.Type} v{h.Version} compat={h.CompatVersion} seq={h.Seq} tid={h.Tid} prio={h.Priority} src={h.Source} front={h.FrontLength} middle={h.MiddleLength} data={h.DataLength} data_off={h.DataOffset} hdr_crc={h.Crc:x8} front_crc={f.FrontCrc:x8} middle_crc={f.MiddleCrc:x8} data_crc={f.DataCrc:x8} sig={f.Signature:x16} flags={f.Flags} crc_ok={element.IsIntact}";
    }
}
