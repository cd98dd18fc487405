namespace CephActors;

/// <summary>What a messenger has been through since it was made, connections that have ended included.</summary>
/// <param name="Received">Messages received; none counted twice.</param>
/// <param name="Sent">Messages written, those written again included.</param>
/// <param name="Replayed">Messages written again, because a peer did not have them.</param>
/// <param name="Opened">Sessions opened, at first or again.</param>
/// <param name="Reconnects">Sessions opened again, on another socket.</param>
/// <param name="Faults">Sockets lost, and attempts to get one that failed.</param>
/// <param name="Resets">Connections that ended with a <see cref="ConnectionReset"/>.</param>
/// <param name="RemoteResets">Sessions that peers had forgotten: <see cref="ConnectionRemoteReset"/>.</param>
/// <param name="Refused">Dials that nobody answered: <see cref="ConnectionRefused"/>.</param>
public sealed record MessengerCounters(
    TrafficCount Received,
    TrafficCount Sent,
    long Replayed,
    long Opened,
    long Reconnects,
    long Faults,
    long Resets,
    long RemoteResets,
    long Refused);
