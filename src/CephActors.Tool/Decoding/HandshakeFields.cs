using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Tool.Decoding;

/// <summary>What is told of the handshake frames of protocol v2, under Ceph's names. Of secrets and proofs only the length.</summary>
internal static class HandshakeFields
{
    public static IEnumerable<(string Name, object Value)> Of(IHandshakePayload payload, SignatureCheck signature) => payload switch
    {
        Hello hello => [("entity_type", (byte)hello.EntityType), ("peer_addr", hello.PeerAddress.ToString())],
        AuthRequest request =>
        [
            ("method", (uint)request.Method),
            ("preferred_modes", request.PreferredModes.Select(mode => (uint)mode).ToArray()),
            ("auth_payload", request.Payload.Length),
        ],
        AuthBadMethod bad =>
        [
            ("method", (uint)bad.Method),
            ("result", bad.Result),
            ("allowed_methods", bad.AllowedMethods.Select(method => (uint)method).ToArray()),
            ("allowed_modes", bad.AllowedModes.Select(mode => (uint)mode).ToArray()),
        ],
        AuthReplyMore more => [("auth_payload", more.Payload.Length)],
        AuthRequestMore more => [("auth_payload", more.Payload.Length)],
        AuthDone done => [("global_id", done.GlobalId), ("con_mode", (uint)done.Mode), ("auth_payload", done.Payload.Length)],
        AuthSignature => ElementNames.Of(signature) is { } judged ? [("signature", judged)] : [],
        ClientIdent ident =>
        [
            ("addrs", ident.Addresses.ToString()),
            ("target_addr", ident.Target.ToString()),
            ("gid", ident.Gid),
            ("global_seq", ident.GlobalSeq),
            ("features", ElementFields.Hex(ident.Supported)),
            ("required_features", ElementFields.Hex(ident.Required)),
            ("flags", ident.Flags),
            ("cookie", ElementFields.Hex(ident.Cookie)),
        ],
        ServerIdent ident =>
        [
            ("addrs", ident.Addresses.ToString()),
            ("gid", ident.Gid),
            ("global_seq", ident.GlobalSeq),
            ("features", ElementFields.Hex(ident.Supported)),
            ("required_features", ElementFields.Hex(ident.Required)),
            ("flags", ident.Flags),
            ("cookie", ElementFields.Hex(ident.Cookie)),
        ],
        SessionReconnect reconnect =>
        [
            ("addrs", reconnect.Addresses.ToString()),
            ("client_cookie", ElementFields.Hex(reconnect.ClientCookie)),
            ("server_cookie", ElementFields.Hex(reconnect.ServerCookie)),
            ("global_seq", reconnect.GlobalSeq),
            ("connect_seq", reconnect.ConnectSeq),
            ("msg_seq", reconnect.MessageSeq),
        ],
        IdentMissingFeatures missing => [("features", ElementFields.Hex(missing.Features))],
        SessionReset reset => [("full", reset.Full)],
        SessionRetry retry => [("connect_seq", retry.ConnectSeq)],
        SessionRetryGlobal retry => [("global_seq", retry.GlobalSeq)],
        SessionReconnectOk ok => [("msg_seq", ok.MessageSeq)],
        _ => [],
    };
}
