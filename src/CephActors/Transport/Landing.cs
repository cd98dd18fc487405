using Akka.Streams;

namespace CephActors.Transport;

/// <summary>
/// Tells a transport where the reader of its bytes collects a long payload, so that it may receive straight into it. An
/// attribute of the flow; who reads and who receives run in one interpreter. A transport that does not look here loses nothing
/// but a copy.
/// </summary>
internal sealed class Landing : Attributes.IAttribute
{
    /// <summary>Shorter places are not worth a receive of their own.</summary>
    public const int Least = 16 * 1024;

    /// <summary>Says where the next bytes belong; null while nobody reads.</summary>
    public Func<Memory<byte>>? Offer { get; set; }

    /// <summary>The place of the next bytes, or nothing if they may lie anywhere.</summary>
    public Memory<byte> Place => Offer?.Invoke() is { Length: >= Least } place ? place : default;
}
