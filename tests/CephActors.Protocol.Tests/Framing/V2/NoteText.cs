using System.Globalization;
using System.Text.RegularExpressions;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

/// <summary>Writes frames the way the notes beside the captures do, as far as both have the same to say.</summary>
internal static partial class NoteText
{
    public static string Of(ConversationElement element)
    {
        FormattableString text = element.Kind switch
        {
            ElementKind.Banner => $"banner b'ceph v2\\n' payload_len=16 supported={element.Banner!.Supported} required={element.Banner.Required}",
            ElementKind.Handshake => $"{Frame(NameOf(element.Handshake!.Tag), (int)element.Handshake.Tag, element)}{Of(element.Handshake)}",
            ElementKind.Message => $"{Frame("MESSAGE", 17, element)}{OfMessage(element)}",
            ElementKind.Ack => $"{Frame("ACK", 20, element)} seq={element.Value}",
            ElementKind.Keepalive2 => $"{Frame("KEEPALIVE2", 18, element)} sec={element.Stamp.Seconds} nsec={element.Stamp.Nanoseconds}",
            ElementKind.Keepalive2Ack => $"{Frame("KEEPALIVE2_ACK", 19, element)} sec={element.Stamp.Seconds} nsec={element.Stamp.Nanoseconds}",
            var kind => throw new ArgumentOutOfRangeException(nameof(element), kind, null),
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Numbers are explained by names in brackets, which are the notes' own; so are alignments, what closes a frame, and whether it is encrypted.</summary>
    public static string Normalize(string note) => Extras().Replace(note, string.Empty);

    [GeneratedRegex(@"^\[enc\] |\([^)]*\)| align=\[[^\]]*\] preamble_flags=0| late=0x[0-9a-f]+| late_flags=\w+| seg_crcs?=\S+| data_pre_padding=0| hflags=3")]
    private static partial Regex Extras();

    private static string Frame(string name, int tag, ConversationElement element) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} tag={tag} segs=[{string.Join(", ", element.Segments!)}]");

    private static string NameOf(FrameTag tag) => tag switch
    {
        FrameTag.Hello => "HELLO",
        FrameTag.AuthRequest => "AUTH_REQUEST",
        FrameTag.AuthBadMethod => "AUTH_BAD_METHOD",
        FrameTag.AuthReplyMore => "AUTH_REPLY_MORE",
        FrameTag.AuthRequestMore => "AUTH_REQUEST_MORE",
        FrameTag.AuthDone => "AUTH_DONE",
        FrameTag.AuthSignature => "AUTH_SIGNATURE",
        FrameTag.ClientIdent => "CLIENT_IDENT",
        FrameTag.ServerIdent => "SERVER_IDENT",
        FrameTag.IdentMissingFeatures => "IDENT_MISSING_FEATURES",
        FrameTag.SessionReconnect => "SESSION_RECONNECT",
        FrameTag.SessionReset => "SESSION_RESET",
        FrameTag.SessionRetry => "SESSION_RETRY",
        FrameTag.SessionRetryGlobal => "SESSION_RETRY_GLOBAL",
        FrameTag.SessionReconnectOk => "SESSION_RECONNECT_OK",
        _ => "WAIT",
    };

    private static FormattableString Of(IHandshakePayload payload) => payload switch
    {
        Hello h => $" entity_type={(int)h.EntityType} peer_addr={h.PeerAddress}",
        AuthRequest r => $" method={(int)r.Method} preferred_modes=[{string.Join(", ", r.PreferredModes.Select(mode => (int)mode))}] auth_payload[{r.Payload.Length}]",
        AuthBadMethod b => $" method={(int)b.Method} result={b.Result} allowed_methods=[{string.Join(", ", b.AllowedMethods.Select(m => (int)m))}] allowed_modes=[{string.Join(", ", b.AllowedModes.Select(m => (int)m))}]",
        AuthReplyMore m => $" payload[{m.Payload.Length}]",
        AuthRequestMore m => $" payload[{m.Payload.Length}]",
        AuthDone d => $" global_id={d.GlobalId} con_mode={(int)d.Mode} auth_payload[{d.Payload.Length}]",
        AuthSignature s => $" sha256={Convert.ToHexStringLower(s.Bytes.Span)}",
        ClientIdent c => $" addrs=[{string.Join(',', c.Addresses)}] target_addr={c.Target} gid={c.Gid} global_seq={c.GlobalSeq} features_supported={c.Supported:x16} features_required={c.Required:x16} flags={c.Flags} cookie={c.Cookie:x16}",
        ServerIdent s => $" addrs=[{string.Join(',', s.Addresses)}] gid={s.Gid} global_seq={s.GlobalSeq} features_supported={s.Supported:x16} features_required={s.Required:x16} flags={s.Flags} cookie={s.Cookie:x16}",
        SessionReconnect r => $" addrs=[{string.Join(',', r.Addresses)}] client_cookie={r.ClientCookie:x16} server_cookie={r.ServerCookie:x16} global_seq={r.GlobalSeq} connect_seq={r.ConnectSeq} msg_seq={r.MessageSeq}",
        SessionReset r => $" full={(r.Full ? 1 : 0)}",
        SessionRetry r => $" connect_seq={r.ConnectSeq}",
        SessionRetryGlobal r => $" global_seq={r.GlobalSeq}",
        SessionReconnectOk o => $" msg_seq={o.MessageSeq}",
        IdentMissingFeatures f => $" features={f.Features:x16}",
        _ => $"",
    };

    private static FormattableString OfMessage(ConversationElement element)
    {
        var h = element.Header;
        return $" type={h.Type} v{h.Version} compat={h.CompatVersion} seq={h.Seq} tid={h.Tid} prio={h.Priority} data_off={h.DataOffset} ack_seq={element.Value}";
    }
}
