using System.Buffers.Binary;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

public class BadInputSpec
{
    private const int Epilogue1 = 13;

    private static readonly (Preamble Preamble, ProtocolError Kind, string Field, int Offset)[] Refused =
    [
        (new Preamble(FrameTag.Message, 0, 41), ProtocolError.BadPreamble, "num_segments", 1),
        (new Preamble(FrameTag.Message, 5, 41), ProtocolError.BadPreamble, "num_segments", 1),
        (new Preamble(FrameTag.Message, 255, 41), ProtocolError.BadPreamble, "num_segments", 1),
        (new Preamble(FrameTag.Message, 2, 41), ProtocolError.BadPreamble, "num_segments", 1),
        (new Preamble(FrameTag.Message, 4, 41, 5, 5), ProtocolError.BadPreamble, "num_segments", 1),
        (new Preamble(FrameTag.Message, 1, 40), ProtocolError.BadPreamble, "segment 0", 2),
        (new Preamble(FrameTag.Message, 1, 42), ProtocolError.BadPreamble, "segment 0", 2),
        (new Preamble(FrameTag.Message, 1, uint.MaxValue), ProtocolError.BadPreamble, "segment 0", 2),
        (new Preamble(FrameTag.Message, 2, 41, (16 << 20) + 1), ProtocolError.FrontTooLong, "segment 1", 8),
        (new Preamble(FrameTag.Message, 3, 41, 0, uint.MaxValue), ProtocolError.MiddleTooLong, "segment 2", 14),
        (new Preamble(FrameTag.Message, 4, 41, 0, 0, 0x80000000), ProtocolError.DataTooLong, "segment 3", 20),
        (new Preamble(FrameTag.Ack, 2, 8, 8), ProtocolError.BadPreamble, "num_segments", 1),
        (new Preamble(FrameTag.Ack, 1, (64 << 10) + 1), ProtocolError.FrameTooLong, "segment 0", 2),
        (new Preamble(FrameTag.ClientIdent, 1, 8), ProtocolError.UnknownTag, "tag", 0),
        (new Preamble(FrameTag.Hello, 1, 8), ProtocolError.UnknownTag, "tag", 0),
        (new Preamble(0, 1, 8), ProtocolError.UnknownTag, "tag", 0),
        (new Preamble((FrameTag)21, 1, 8), ProtocolError.UnknownTag, "tag", 0),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Refused.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Preamble_should_be_refused_before_anything_is_waited_for(int row)
    {
        var (preamble, kind, field, offset) = Refused[row];
        var error = Wire.Refusal(Bytes(preamble));
        Assert.Equal((kind, field, (long)offset), (error.Kind, error.Field, error.Offset));
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(22)]
    public void Frame_of_an_open_session_should_be_refused_in_a_handshake(byte tag)
    {
        var error = Wire.Refusal(Bytes(new Preamble((FrameTag)tag, 1, 41)), handshake: true);
        Assert.Equal((ProtocolError.UnknownTag, "tag", 0L), (error.Kind, error.Field, error.Offset));
    }

    [Fact]
    public void Frame_should_be_refused_when_it_is_compressed()
    {
        var bytes = Bytes(new Preamble(FrameTag.Ack, 1, 8));
        bytes[26] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), Preamble.ComputeCrc(bytes));
        var error = Wire.Refusal(bytes);
        Assert.Equal((ProtocolError.BadPreamble, "flags", 26L), (error.Kind, error.Field, error.Offset));
    }

    [Theory]
    [InlineData(0, "PreambleCrc", "preamble", 0)]
    [InlineData(32, "HeaderCrc", "segment 0", 32)]
    [InlineData(77, "FrontCrc", "segment 1", 77)]
    [InlineData(97, "MiddleCrc", "segment 2", 97)]
    [InlineData(100, "DataCrc", "segment 3", 100)]
    [InlineData(140, "BadEpilogue", "late_status", 140)]
    [InlineData(141, "FrontCrc", "segment 1", 77)]
    public void Message_should_be_refused_by_the_part_that_is_wrong(int damaged, string kind, string field, int offset)
    {
        var bytes = Wire.Encode("1 crc", Wire.Message(20, 3, 40));
        Assert.Equal(140 + Epilogue1, bytes.Length);
        bytes[damaged] ^= 0x40;
        var error = Wire.Refusal(bytes);
        Assert.Equal((kind, field, (long)offset), (error.Kind.ToString(), error.Field, error.Offset));
    }

    [Theory]
    [InlineData(73, "FrontCrc", "segment 1", 73)]
    [InlineData(32, "HeaderCrc", "segment 0", 32)]
    [InlineData(136, "BadEpilogue", "late_flags", 136)]
    public void Message_of_revision_0_should_be_refused_by_the_part_that_is_wrong(int damaged, string kind, string field, int offset)
    {
        var bytes = Wire.Encode("0 crc", Wire.Message(20, 3, 40));
        bytes[damaged] ^= 0x40;
        var error = Wire.Refusal(bytes, "0 crc");
        Assert.Equal((kind, field, (long)offset), (error.Kind.ToString(), error.Field, error.Offset));
    }

    [Fact]
    public void Frame_given_up_should_be_passed_over_in_revision_1()
    {
        var given = Wire.Encode("1 crc", Wire.Message(20, 3, 40));
        given[^Epilogue1] = Epilogue.Aborted;
        var decoder = Wire.Decoder("1 crc");
        var (frames, status) = Wire.Read(decoder, [.. given, .. Wire.Encode("1 crc", OutgoingFrame.Ack(3))]);
        Assert.Equal(DecodeStatus.NeedMore, status);
        Assert.Equal((FrameKind.Ack, (long)given.Length), (frames.Single().Kind, frames[0].Offset));
    }

    [Fact]
    public void Frame_given_up_should_be_refused_in_revision_0_where_a_bit_could_be_wrong_instead()
    {
        var bytes = Wire.Encode("0 crc", Wire.Message(20));
        bytes[^17] = 1;
        Assert.Equal(ProtocolError.Aborted, Wire.Refusal(bytes, "0 crc").Kind);
    }

    [Fact]
    public void Checksums_of_segments_that_are_not_there_may_be_those_of_empty_ones()
    {
        var bytes = Wire.Encode("1 crc", Wire.Message(20));
        bytes.AsSpan(^8).Fill(0xff);
        Assert.Single(Wire.Read(Wire.Decoder("1 crc"), bytes).Frames);
    }

    [Fact]
    public void Payload_should_be_refused_by_the_field_that_cannot_be_read()
    {
        var error = Wire.Refusal(Frame(FrameTag.SessionReconnectOk, [1, 2, 3]), handshake: true);
        Assert.Equal((ProtocolError.BadPayload, "msg_seq", 32L), (error.Kind, error.Field, error.Offset));
        error = Wire.Refusal(Frame(FrameTag.Ack, [1, 2, 3]));
        Assert.Equal((ProtocolError.BadPayload, "payload", 32L), (error.Kind, error.Field, error.Offset));
    }

    [Theory]
    [InlineData("ceph v027", "banner", 6)]
    [InlineData("GET / HTTP/1.1", "banner", 0)]
    [InlineData("ceph v2\n\u000f\0", "banner length", 8)]
    [InlineData("ceph v2\n\u0001\u0004", "banner length", 8)]
    public void Banner_should_be_refused_at_the_first_wrong_byte(string text, string field, int offset)
    {
        var decoder = new FrameDecoder(FramingOptions.Default);
        decoder.Expect(Expectation.Banner);
        Assert.Equal(DecodeStatus.Invalid, Wire.Read(decoder, System.Text.Encoding.Latin1.GetBytes(text)).Status);
        Assert.Equal((ProtocolError.BadBanner, field, (long)offset), (decoder.Error.Kind, decoder.Error.Field, decoder.Error.Offset));
    }

    [Fact]
    public void Decoder_should_say_what_is_wrong_with_what_it_is_told()
    {
        var decoder = new FrameDecoder(FramingOptions.Default);
        Assert.Throws<ArgumentException>(() => decoder.Expect(Expectation.Handshake));
        Assert.Throws<ArgumentException>(() => decoder.Expect(Expectation.Nothing, new MessagePhase(MsgAuth: true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoder.Expect(Expectation.Connect));
        var secure = Wire.Decoder("1 secure");
        Assert.Throws<ArgumentException>(() => secure.Expect(Expectation.Nothing, new RevisionPhase(FrameRevision.Zero)));
        Assert.Throws<ArgumentException>(() => secure.Expect(Expectation.Nothing, Wire.Phases("1 secure", connector: false)[1]));
        Wire.Read(secure, [1]);
        Assert.Throws<InvalidOperationException>(() => secure.Expect(Expectation.Handshake));
    }

    [Fact]
    public void Encoder_should_say_what_is_wrong_with_what_it_is_told()
    {
        var encoder = new FrameEncoder();
        var output = new FrameBuffer(0);
        Assert.Throws<InvalidOperationException>(() => encoder.Encode(OutgoingFrame.Ack(1), output));
        Assert.Throws<ArgumentException>(() => encoder.Encode(OutgoingFrame.Keepalive(), output));
        Assert.Throws<ArgumentException>(() => encoder.Encode(OutgoingFrame.Close(), output));
        Assert.Throws<ArgumentException>(() => encoder.Configure(new MessagePhase(MsgAuth: true)));
        Assert.Equal(0, output.Length);
    }

    private static byte[] Bytes(Preamble preamble)
    {
        // Written by hand: the writer would not count to five.
        var bytes = new byte[Preamble.WireSize];
        bytes[0] = (byte)preamble.Tag;
        bytes[1] = (byte)preamble.Segments;
        for (var i = 0; i < Preamble.MaxSegments; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(2 + (6 * i)), preamble.LengthOf(i));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), Preamble.ComputeCrc(bytes));
        return bytes;
    }

    private static byte[] Frame(FrameTag tag, byte[] payload)
    {
        var bytes = new byte[PlainFrame.SizeOf(payload.Length, FrameRevision.One)];
        PlainFrame.Write(tag, payload, FrameRevision.One, bytes);
        return bytes;
    }
}
