namespace CephActors.Encoding;

/// <summary>
/// An open versioned structure: version, oldest version that can read it, and where its body ends.
/// Ceph: <c>src/include/encoding.h</c>, <c>DECODE_START</c>.
/// </summary>
internal readonly record struct Envelope(byte Version, byte Compat, int End, int OuterEnd);
