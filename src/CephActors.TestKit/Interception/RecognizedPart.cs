using System.Buffers;

namespace CephActors.TestKit;

/// <summary>Some bytes of a frame.</summary>
/// <param name="Point">The point that lies before these bytes; null where they go on with a frame.</param>
/// <param name="Bytes">The bytes; a handshake frame is always whole and in memory of its own.</param>
/// <param name="InSession">The frame belongs to the open session and not to a handshake.</param>
internal readonly record struct RecognizedPart(InterceptionPoint? Point, ReadOnlySequence<byte> Bytes, bool InSession);
