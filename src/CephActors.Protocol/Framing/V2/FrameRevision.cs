namespace CephActors.Framing.V2;

/// <summary>The two layouts of frames; which one holds follows from both banners.</summary>
internal enum FrameRevision : byte
{
    /// <summary>2.0: the checksums of all segments follow them.</summary>
    Zero,

    /// <summary>2.1: the first segment is closed before the rest begins.</summary>
    One,
}
