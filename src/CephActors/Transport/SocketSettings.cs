namespace CephActors.Transport;

/// <summary>How sockets are opened.</summary>
/// <param name="NoDelay">Send small segments at once. Ceph: <c>ms_tcp_nodelay</c>.</param>
/// <param name="ReceiveBuffer">Kernel receive buffer in bytes; 0 leaves the system's choice. Ceph: <c>ms_tcp_rcvbuf</c>.</param>
/// <param name="SlabSize">Bytes asked for in one receive.</param>
/// <param name="Backlog">Connections the kernel keeps before they are accepted. Ceph: <c>ms_tcp_listen_backlog</c>.</param>
/// <param name="MaxAcceptFailures">Failed accepts in a row after which a listener fails. Ceph: <c>ms_max_accept_failures</c>.</param>
internal sealed record SocketSettings(
    bool NoDelay = true,
    int ReceiveBuffer = 0,
    int SlabSize = 64 * 1024,
    int Backlog = 512,
    int MaxAcceptFailures = 4)
{
    /// <summary>
    /// How long a socket that was asked to close may take to send what it was given and to see the peer's FIN.
    /// </summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(3);
}
