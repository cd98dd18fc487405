namespace CephActors.Tool.OsdPinging;

/// <summary>Which OSD to ping and how.</summary>
/// <param name="Addresses">Heartbeat addresses given by hand; empty if the OSD map tells.</param>
/// <param name="Osd">The OSD to look up in the OSD map; null if addresses are given.</param>
/// <param name="Count">How many rounds of pings to send.</param>
/// <param name="Interval">From one round to the next.</param>
/// <param name="Timeout">A ping, or the connect, not answered in this time is lost.</param>
internal sealed record OsdPingOptions(IReadOnlyList<EntityAddressVector> Addresses, int? Osd, int Count, TimeSpan Interval, TimeSpan Timeout);
