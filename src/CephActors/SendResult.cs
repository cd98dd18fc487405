namespace CephActors;

/// <summary>What became of a message handed to <see cref="Connection.Send"/>.</summary>
public enum SendResult
{
    /// <summary>
    /// The connection has taken the message. A lossless connection delivers it exactly once for as long as it lives; if the
    /// connection dies or is reset first, dispatchers are told with <see cref="ConnectionReset"/> or <see cref="ConnectionRemoteReset"/>.
    /// </summary>
    Accepted,

    /// <summary>The connection is closed, the message was dropped. Ask the messenger for a new connection.</summary>
    Closed,

    /// <summary>
    /// The connection holds as much as <c>ceph.messenger.out-queue</c> allows, the message was dropped. Send again once the
    /// peer has taken some of it.
    /// </summary>
    QueueFull,
}
