namespace CephActors.Session;

/// <summary>What a session has to say. The first hole of each template is the connection.</summary>
internal static class SessionLogLines
{
    /// <summary>A handshake succeeded. Sequence numbers above 0: an older session goes on.</summary>
    public static LogLine Opened { get; } = new(
        1001, ReportLevel.Info, "{Connection}: session open: connect_seq {ConnectSeq}, in_seq {InSeq}, out_seq {OutSeq}, {Kind}, features {Features}");

    /// <summary>The peer ended it in good order.</summary>
    public static LogLine Closed { get; } = new(1002, ReportLevel.Info, "{Connection}: peer closed the session with tag CLOSE");

    /// <summary>The peer has forgotten the session that this side would go on with.</summary>
    public static LogLine PeerLostSession { get; } = new(1003, ReportLevel.Info, "{Connection}: peer lost our session: starting a new one");

    /// <summary>The peer never knew the session, so that nothing is lost by starting anew.</summary>
    public static LogLine PeerNeverHadSession { get; } = new(
        1004, ReportLevel.Info, "{Connection}: peer never had our session: starting a new one with what is queued");

    /// <summary>The peer takes another way to authenticate, which is tried next if there is one.</summary>
    public static LogLine MethodRefused { get; } = new(
        1005, ReportLevel.Info, "{Connection}: peer refuses authentication method {Method} with {Errno}; it takes {Methods} and the modes {Modes}");

    /// <summary>A socket broke or could not be had, as sockets do.</summary>
    public static LogLine SocketLost { get; } = new(1010, ReportLevel.Debug, "{Connection}: fault in {State}: {Reason}");

    /// <summary>A time ran out.</summary>
    public static LogLine TimedOut { get; } = new(1011, ReportLevel.Info, "{Connection}: timeout in {State}: {Reason}");

    /// <summary>The peer refused this side, or broke the protocol in the handshake.</summary>
    public static LogLine HandshakeFailed { get; } = new(1012, ReportLevel.Warning, "{Connection}: handshake failed in {State}: {Reason}");

    /// <summary>The peer sent bytes that are no legal frame.</summary>
    public static LogLine BadFrame { get; } = new(1013, ReportLevel.Warning, "{Connection}: bad frame in {State}: {Reason}");

    /// <summary>A peer was turned away.</summary>
    public static LogLine PeerRefused { get; } = new(1020, ReportLevel.Warning, "{Connection}: connect answered with {Tag}: {Reason}");

    /// <summary>A peer was told that its session is not here, so that it starts a new one.</summary>
    public static LogLine SessionUnknown { get; } = new(1021, ReportLevel.Info, "{Connection}: connect answered with {Tag}, {Reason}");

    /// <summary>A peer came on a second socket, and what was decided.</summary>
    public static LogLine MetExisting { get; } = new(
        1022,
        ReportLevel.Debug,
        "{Connection}: peer connects with connect_seq {PeerConnectSeq}, global_seq {PeerGlobalSeq}; we are {State} with {ConnectSeq}, {GlobalSeq}: {Verdict} (row {Row})");
}
