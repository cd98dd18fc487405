namespace CephActors.Tool.OsdPinging;

/// <summary>What the OSD map says of one OSD.</summary>
/// <param name="IsUp">Whether the monitors have it for up.</param>
/// <param name="Addresses">Its addresses by what they are for.</param>
internal sealed record OsdMapEntry(bool IsUp, IReadOnlyDictionary<string, EntityAddressVector> Addresses);
