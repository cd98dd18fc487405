namespace CephActors.TestKit;

/// <summary>What travels on a line.</summary>
/// <param name="Kind">Bytes, or an end.</param>
/// <param name="Bytes">The bytes, if it carries some.</param>
internal readonly record struct InMemorySegment(InMemorySegmentKind Kind, ReadOnlyMemory<byte> Bytes = default);

/// <summary>The kinds of <see cref="InMemorySegment"/>.</summary>
internal enum InMemorySegmentKind
{
    /// <summary>Bytes.</summary>
    Data,

    /// <summary>The sender sends no more.</summary>
    Fin,

    /// <summary>The sender's socket is gone.</summary>
    Reset,
}
