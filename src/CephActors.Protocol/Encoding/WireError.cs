using System.Globalization;

namespace CephActors.Encoding;

/// <summary>Why a decode stopped: the field, its offset in the buffer in bytes, and what was wrong with it.</summary>
internal readonly record struct WireError(string Field, int Offset, string Reason)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Field} at offset {Offset}: {Reason}");
}
