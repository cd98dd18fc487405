namespace CephActors.Framing;

/// <summary>The protocols of the messenger. Which one a socket speaks follows from the address that was dialled or listened on.</summary>
internal enum MessengerProtocol : byte
{
    /// <summary>The original one.</summary>
    V1 = 1,

    /// <summary>msgr2, with crc and secure mode (Ceph 14 and later).</summary>
    V2 = 2,
}
