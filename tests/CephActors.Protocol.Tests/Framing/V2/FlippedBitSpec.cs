using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

/// <summary>Every bit of a frame is under a checksum, an authentication tag, or has only one value a sender gives it.</summary>
public class FlippedBitSpec
{
    private static readonly EntityAddress Address = EntityAddress.Parse("v2:10.0.0.1:6800/5");
    private static readonly EntityAddressVector Addresses = new(Address);

    // One of each kind.
    private static readonly IHandshakePayload[] Handshake =
    [
        new Hello(EntityType.Osd, Address), new AuthRequest(AuthMethod.Cephx, [ConnectionMode.Secure, ConnectionMode.Crc], new byte[30]),
        new AuthBadMethod(AuthMethod.None, -95, [AuthMethod.Cephx], [ConnectionMode.Crc]), new AuthReplyMore(new byte[60]), new AuthRequestMore(new byte[31]),
        new AuthDone(7, ConnectionMode.Secure, new byte[40]), new AuthSignature(new byte[32]),
        new ClientIdent(Addresses, Address, 1, 2, CephFeatures.All, 0, 0, 3), new ServerIdent(Addresses, 1, 2, CephFeatures.All, 0, 0, 3),
        new IdentMissingFeatures(5), new SessionReconnect(Addresses, 1, 2, 3, 4, 5), new SessionReset(Full: true), new SessionRetry(1),
        new SessionRetryGlobal(2), new SessionReconnectOk(3), new Wait(),
    ];

    private static readonly OutgoingFrame[] Session =
        [OutgoingFrame.Ack(5), OutgoingFrame.Keepalive2(new UTime(6, 7)), OutgoingFrame.Keepalive2Ack(new UTime(8, 9))];

    [Fact]
    public void Frames_should_be_of_every_kind_there_is()
    {
        FrameTag[] tags = [.. Handshake.Select(payload => payload.Tag), FrameTag.Message, FrameTag.Keepalive2, FrameTag.Keepalive2Ack, FrameTag.Ack];
        Assert.Equal(Enum.GetValues<FrameTag>().Order(), tags.Order());
    }

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Message_should_be_refused_whichever_bit_of_it_is_flipped(string form)
    {
        // One to four segments, empty ones amidst them, and lengths on both sides of those that fill a block of the cipher.
        OutgoingFrame[] messages =
        [
            Wire.Message(0), Wire.Message(5), Wire.Message(0, 4), Wire.Message(0, 0, 7), Wire.Message(7, 0, 9), Wire.Message(0, 5, 6), Wire.Message(9, 8),
            Wire.Message(20, 3, 40), Wire.Message(16, 15, 17),
        ];
        foreach (var frame in messages)
            EachBit(Wire.Encode(form, frame), damaged => Assert.Equal(DecodeStatus.Invalid, Read(Wire.Decoder(form), damaged)));
    }

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Session_frame_should_be_refused_whichever_bit_of_it_is_flipped(string form)
    {
        foreach (var frame in Session)
            EachBit(Wire.Encode(form, frame), damaged => Assert.Equal(DecodeStatus.Invalid, Read(Wire.Decoder(form), damaged)));
    }

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Handshake_frame_should_be_refused_whichever_bit_of_it_is_flipped(string form)
    {
        foreach (var payload in Handshake)
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
