using CephActors.Framing;

namespace CephActors.Streams;

/// <summary>Carries a protocol violation through a stream, whose only signal of that kind is an exception.</summary>
internal sealed class FrameErrorException(FrameError error) : Exception(error.ToString())
{
    public FrameError Error { get; } = error;
}
