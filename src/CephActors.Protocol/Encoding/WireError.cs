using System.Globalization;

namespace CephActors.Encoding;

/// <summary>Why a decode stopped: the field, its offset in the buffer in bytes, and what was wrong with it.</summary>
/// <param name="Field">The field, as the decoder calls it.</param>
/// <param name="Offset">Where it starts, in bytes.</param>
/// <param name="Reason">What is wrong with it.</param>
public readonly record struct WireError(string Field, int Offset, string Reason)
{
    /// <summary>All three, for logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Field} at offset {Offset}: {Reason}");
}
