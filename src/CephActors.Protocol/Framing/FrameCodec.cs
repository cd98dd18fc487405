namespace CephActors.Framing;

/// <summary>Makes the decoder and the encoder of a socket.</summary>
/// <param name="Protocol">What the socket speaks.</param>
/// <param name="Options">How frames are read and written.</param>
internal sealed record FrameCodec(MessengerProtocol Protocol, FramingOptions Options)
{
    /// <summary>A decoder for one direction of one socket.</summary>
    public IFrameDecoder CreateDecoder() => Protocol switch
    {
        MessengerProtocol.V1 => new V1.FrameDecoder(Options),
        MessengerProtocol.V2 => new V2.FrameDecoder(Options),
        _ => throw new ArgumentOutOfRangeException(nameof(Protocol)),
    };

    /// <summary>An encoder for one direction of one socket.</summary>
    public IFrameEncoder CreateEncoder() => Protocol switch
    {
        MessengerProtocol.V1 => new V1.FrameEncoder(Options),
        MessengerProtocol.V2 => new V2.FrameEncoder(),
        _ => throw new ArgumentOutOfRangeException(nameof(Protocol)),
    };
}
