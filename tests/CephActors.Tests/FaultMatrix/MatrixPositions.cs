using CephActors.TestKit;

namespace CephActors.Tests.FaultMatrix;

/// <summary>The positions of protocol v1 by the names that the matrix gives them.</summary>
internal static class MatrixPositions
{
    public static InterceptedPosition Parse(string name) => name switch
    {
        "socket_connecting" => InterceptedPosition.Write(InterceptionPoint.SocketConnecting),
        "banner_write" or "banner_and_addr_pair_write" => InterceptedPosition.Write(InterceptionPoint.Banner),
        "banner_read" => InterceptedPosition.Read(InterceptionPoint.Banner),
        "addr_pair_read" or "client_addr_read" => InterceptedPosition.Read(InterceptionPoint.BannerPayload),
        "addr_write" => InterceptedPosition.Write(InterceptionPoint.Hello),
        "connect_write(connect_seq=0)" => InterceptedPosition.Write(InterceptionPoint.ClientIdent),
        "connect_read(connect_seq=0)" => InterceptedPosition.Read(InterceptionPoint.ClientIdent),
        "connect_write(connect_seq>0)" => InterceptedPosition.Write(InterceptionPoint.SessionReconnect),
        "connect_read(connect_seq>0)" => InterceptedPosition.Read(InterceptionPoint.SessionReconnect),
        "connect_reply_write(READY|SEQ)" => InterceptedPosition.Write(InterceptionPoint.ServerIdent),
        "connect_reply_read(READY|SEQ)" => InterceptedPosition.Read(InterceptionPoint.ServerIdent),
        "connect_reply_write(SEQ)" => InterceptedPosition.Write(InterceptionPoint.SessionReconnectOk),
        "connect_reply_read(SEQ)+seq_read" => InterceptedPosition.Read(InterceptionPoint.SessionReconnectOk),
        "seq_write" => InterceptedPosition.Write(InterceptionPoint.Sequence),
        "seq_read" => InterceptedPosition.Read(InterceptionPoint.Sequence),
        "msg_tag_and_header_write" => InterceptedPosition.Write(InterceptionPoint.Message),
        "msg_tag_read" => InterceptedPosition.Read(InterceptionPoint.Message),
        "ack_write" => InterceptedPosition.Write(InterceptionPoint.Ack),
        "ack_read" => InterceptedPosition.Read(InterceptionPoint.Ack),
        "keepalive2_write" => InterceptedPosition.Write(InterceptionPoint.Keepalive2),
        "keepalive2_read" => InterceptedPosition.Read(InterceptionPoint.Keepalive2),
        "keepalive2_ack_write" => InterceptedPosition.Write(InterceptionPoint.Keepalive2Ack),
        "keepalive2_ack_read" => InterceptedPosition.Read(InterceptionPoint.Keepalive2Ack),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No position of protocol v1."),
    };

    /// <summary>A point of protocol v2 by the name that Ceph gives it.</summary>
    public static InterceptedPosition ParseV2(MatrixBreakpoint breakpoint) => breakpoint.Point switch
    {
        "SOCKET_CONNECTING" => InterceptedPosition.Write(InterceptionPoint.SocketConnecting),
        "BANNER_WRITE" => InterceptedPosition.Write(InterceptionPoint.Banner),
        "BANNER_READ" => InterceptedPosition.Read(InterceptionPoint.Banner),
        "BANNER_PAYLOAD_READ" => InterceptedPosition.Read(InterceptionPoint.BannerPayload),
        var tag => new InterceptedPosition(
            Enum.Parse<InterceptionPoint>(tag.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
            breakpoint.Op is "write" ? IoDirection.Write : IoDirection.Read),
    };

    public static InterceptionAction ParseAction(string action) => action switch
    {
        "fault" => InterceptionAction.Fault,
        "block" => InterceptionAction.Block,
        "stall" => InterceptionAction.Stall,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "No action of the matrix."),
    };
}
