using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

/// <summary>A message with all three sections, as bytes whose layout is known: tag, header, "front!", "mid", "some data", footer.</summary>
internal static class SampleMessage
{
    public const int Header = 1;
    public const int Front = Header + MessageHeader.WireSize;
    public const int Middle = Front + 6;
    public const int Data = Middle + 3;
    public const int Footer = Data + 9;

    public static readonly MessagePhase Phase = new(MsgAuth: true);

    public static CephMessage Create() => new(MessageType.Ping, "front!"u8.ToArray(), "mid"u8.ToArray(), "some data"u8.ToArray()) { Tid = 4 };

    public static byte[] Encode(MessagePhase? phase = null, FramingOptions? options = null)
        => Wire.Encode(options ?? FramingOptions.Default, phase ?? Phase, OutgoingFrame.Message(Create(), 1, EntityName.Osd(1), 127));

    /// <summary>Changes the header and makes its checksum right again.</summary>
    public static byte[] WithHeader(Func<MessageHeader, MessageHeader> change)
    {
        var bytes = Encode();
        change(MessageHeader.Read(bytes.AsSpan(Header))).Write(bytes.AsSpan(Header), withCrc: true);
        return bytes;
    }

    /// <summary>Feeds an open session all at once, then byte by byte, and returns why it was refused: the same both times.</summary>
    public static FrameError Refusal(byte[] bytes, MessagePhase? phase = null, FramingOptions? options = null)
    {
        var whole = new ScriptedReader(options ?? FramingOptions.Default, [(Expectation.Messages, phase ?? Phase)]);
        Assert.Equal(DecodeStatus.Invalid, whole.Feed(bytes));
        var pieces = new ScriptedReader(options ?? FramingOptions.Default, [(Expectation.Messages, phase ?? Phase)]);
        foreach (var value in bytes)
            pieces.Feed([value]);
        Assert.Equal(whole.Decoder.Error, pieces.Decoder.Error);
        Assert.Empty(whole.Frames);

        // Once refused, always refused: nothing more is read.
        var offset = whole.Decoder.Offset;
        Assert.Equal(DecodeStatus.Invalid, whole.Feed(bytes));
        Assert.Equal(DecodeStatus.Invalid, whole.Decoder.EndOfInput());
        Assert.Equal(offset, whole.Decoder.Offset);
        return whole.Decoder.Error;
    }

    public static DecodeStatus Feed(byte[] bytes, FramingOptions options)
        => new ScriptedReader(options, [(Expectation.Messages, Phase)]).Feed(bytes);
}
