using CephActors;

namespace OsdNode;

/// <summary>Where an OSD is met; a real one is known by these from the OSD map.</summary>
internal sealed record NodeAddresses(int Id, EntityAddressVector Public, EntityAddressVector Cluster, EntityAddressVector HeartbeatFront, EntityAddressVector HeartbeatBack);
