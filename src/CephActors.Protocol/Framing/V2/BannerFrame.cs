namespace CephActors.Framing.V2;

/// <summary>A banner as it arrived.</summary>
/// <param name="Banner">What it says.</param>
/// <param name="Bytes">Its bytes on the wire, which the signatures of both sides cover.</param>
internal sealed record BannerFrame(Banner Banner, ReadOnlyMemory<byte> Bytes);
