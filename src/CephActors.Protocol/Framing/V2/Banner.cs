using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>
/// How both sides begin, without waiting for each other. Ceph: <c>src/msg/async/ProtocolV2.cc</c>, <c>_banner_exchange</c> and <c>_handle_peer_banner_payload</c>.
/// </summary>
/// <remarks>
/// <code>
///  0  8  "ceph v2\n"
///  8  2  length of the rest; a longer one is read and what it has more is ignored
/// 10  8  supported features
/// 18  8  required features
/// </code>
/// </remarks>
/// <param name="Supported">The <see cref="Msgr2Features"/> the side knows.</param>
/// <param name="Required">Those it insists on.</param>
internal sealed record Banner(ulong Supported, ulong Required)
{
    /// <summary>Bytes before the payload, its length included.</summary>
    public const int PrefixSize = 10;

    /// <summary>The shortest payload.</summary>
    public const int PayloadSize = 16;

    /// <summary>The text it begins with.</summary>
    public static ReadOnlySpan<byte> Text => "ceph v2\n"u8;

    /// <summary>The banner of this implementation.</summary>
    public static Banner Own { get; } = new(Msgr2Features.Supported, 0);

    /// <summary>The banner of an implementation that knows this revision of frames, and those before it.</summary>
    public static Banner Speaking(FrameRevision newest) => newest == FrameRevision.Zero ? new Banner(Own.Supported & ~Msgr2Features.Revision1, 0) : Own;

    /// <summary>Which frames follow when two sides have greeted each other.</summary>
    public static FrameRevision RevisionOf(Banner one, Banner other) =>
        (one.Supported & other.Supported & Msgr2Features.Revision1) != 0 ? FrameRevision.One : FrameRevision.Zero;

    /// <summary>Whether each side knows all that the other insists on.</summary>
    public static bool AreCompatible(Banner one, Banner other) =>
        (one.Required & ~other.Supported) == 0 && (other.Required & ~one.Supported) == 0;

    /// <summary>The bytes to send.</summary>
    public byte[] Encode()
    {
        var writer = new WireWriter(PrefixSize + PayloadSize);
        writer.WriteBytes(Text);
        writer.WriteU16(PayloadSize);
        writer.WriteU64(Supported);
        writer.WriteU64(Required);
        return writer.ToArray();
    }

    /// <summary>Reads what follows text and length, at least <see cref="PayloadSize"/> bytes.</summary>
    public static Banner Read(ReadOnlySpan<byte> payload)
    {
        var reader = new WireReader(payload);
        return new Banner(reader.ReadU64("supported_features"), reader.ReadU64("required_features"));
    }
}
