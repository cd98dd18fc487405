namespace CephActors.Framing;

/// <summary>Why a stream was refused.</summary>
/// <param name="Kind">The rule that was broken.</param>
/// <param name="Field">The field that broke it.</param>
/// <param name="Offset">Where that field begins, in bytes from the start of this direction of the stream.</param>
/// <param name="Detail">What was found and what would have been right.</param>
internal readonly record struct FrameError(ProtocolError Kind, string Field, long Offset, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}: {Field} at byte {Offset}: {Detail}";
}
