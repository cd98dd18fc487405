using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

/// <summary>Every bit of a frame is under a checksum, an authentication tag, or has only one value a sender gives it.</summary>
public class FlippedBitSpec
{
    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Message_should_be_refused_whichever_bit_of_it_is_flipped(string form)
    {
        foreach (var frame in new[] { Wire.Message(20, 3, 40), Wire.Message(5), Wire.Message(0, 0, 7), Wire.Message(0) })
            EachBit(Wire.Encode(form, frame), damaged => Assert.Equal(DecodeStatus.Invalid, Read(Wire.Decoder(form), damaged)));
    }

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Ack_should_be_refused_whichever_bit_of_it_is_flipped(string form) =>
        EachBit(Wire.Encode(form, OutgoingFrame.Ack(5)), damaged => Assert.Equal(DecodeStatus.Invalid, Read(Wire.Decoder(form), damaged)));

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Handshake_frame_should_be_refused_whichever_bit_of_it_is_flipped(string form)
    {
        foreach (var payload in new IHandshakePayload[] { new Wait(), new AuthSignature(new byte[32]), new AuthReplyMore(new byte[60]) })
        {
            EachBit(
                Wire.Encode(form, OutgoingFrame.Of(payload)),
                damaged => Assert.Equal(DecodeStatus.Invalid, Read(Wire.Decoder(form, handshake: true), damaged)));
        }
    }

    [Theory]
    [InlineData("0 secure")]
    [InlineData("1 secure")]
    public void Encrypted_frame_should_be_refused_when_it_comes_again_or_out_of_turn(string form)
    {
        var encoder = Wire.Encoder(form);
        var first = Wire.Encode(encoder, OutgoingFrame.Ack(1));
        var second = Wire.Encode(encoder, OutgoingFrame.Ack(2));
        Assert.NotEqual(first, second);
        Assert.Equal(DecodeStatus.NeedMore, Read(Wire.Decoder(form), [.. first, .. second]));
        Assert.Equal(DecodeStatus.Invalid, Read(Wire.Decoder(form), [.. first, .. first]));
        Assert.Equal(DecodeStatus.Invalid, Read(Wire.Decoder(form), second));
    }

    [Theory]
    [InlineData("0 secure")]
    [InlineData("1 secure")]
    public void Encrypted_frame_should_be_refused_when_it_is_sent_back_to_its_sender(string form)
    {
        var decoder = new FrameDecoder(FramingOptions.Default);
        foreach (var phase in Wire.Phases(form, connector: true))
            decoder.Expect(Expectation.Nothing, phase);
        decoder.Expect(Expectation.Messages, new SessionPhase(Wire.Peer));
        Assert.Equal(DecodeStatus.Invalid, Read(decoder, Wire.Encode(form, OutgoingFrame.Ack(1))));
    }

    private static DecodeStatus Read(FrameDecoder decoder, byte[] bytes)
    {
        // Whatever is refused is refused by the bytes of the frame itself, not by what would follow.
        var (_, status) = Wire.Read(decoder, bytes);
        Assert.Equal(status == DecodeStatus.Invalid, decoder.Error.Kind != ProtocolError.None);
        return status;
    }

    private static void EachBit(byte[] bytes, Action<byte[]> check)
    {
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            check(bytes);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }
}
