namespace CephActors.Framing;

/// <summary>How frames are read and written, for the life of a messenger.</summary>
/// <param name="Limits">The longest parts accepted.</param>
/// <param name="CrcHeader">Whether checksums of header, front and middle are computed and checked (Ceph: <c>ms_crc_header</c>). Both ends must agree.</param>
/// <param name="CrcData">Whether the checksum of the data is computed and checked (Ceph: <c>ms_crc_data</c>).</param>
/// <param name="GatherThreshold">Longer outgoing payloads, in bytes, are referenced where they are; shorter ones are copied together.</param>
internal sealed record FramingOptions(FramingLimits Limits, bool CrcHeader, bool CrcData, int GatherThreshold)
{
    /// <summary>Default limits, all checksums, payloads above 16 KiB referenced.</summary>
    public static FramingOptions Default { get; } = new(FramingLimits.Default, CrcHeader: true, CrcData: true, GatherThreshold: 16 << 10);
}
