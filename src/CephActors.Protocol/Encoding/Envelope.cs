namespace CephActors.Encoding;

/// <summary>
/// An open versioned structure: version, oldest version that can read it, and where its body ends.
/// Ceph: <c>src/include/encoding.h</c>, <c>DECODE_START</c>.
/// </summary>
/// <param name="Version">The version it was written in.</param>
/// <param name="Compat">The oldest version whose readers understand it.</param>
/// <param name="End">Where its body ends, as an offset in the buffer.</param>
/// <param name="OuterEnd">Where that ends which it stands in.</param>
public readonly record struct Envelope(byte Version, byte Compat, int End, int OuterEnd);
