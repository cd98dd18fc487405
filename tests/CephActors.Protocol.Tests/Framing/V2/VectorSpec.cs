using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

/// <summary>The vectors of the reference: two frames, as each form of frames has them.</summary>
public class VectorSpec
{
    private const string AckPreamble = "140108000000080000000000000000000000000000000000000000007374bc5b";
    private const string MessagePreamble = "110429000000080003000000080000000000080005000000001000005066545d";
    private const string Header = "0200000000000000090000000000000002007f00010000000000000007000000000000000301000000";
    private const string SecureAck = "4de816477793cc7cbb381480b30cc69431dabdf879b50b483d403cfdc066ed4343c636fdd34ff7965036a3b4f02908ecd7f8cc4f2688a28ab01f761aeee6fdba"
        + "01654a9d4a848c689172d4521fcf810802c0215297d5b62375989cf77dfb3633";
    private const string SecureMessage = "982e066ff8ab6493c41f43d679c4a3a38a857fda63639b20d43f050507e59ed25091271be80b05108513817b172af539e296daa2c1183c65656b15d040b91e7a"
        + "e9f5a5aadddd5350ca29264420199b1b9769b3faf23bf3109d25e3a516bf598772400c0f286aaa0cdfc0210977ac057a5385bcdeedf4010584c004c4ffd0a4ca"
        + "ab4b13fcf5a04cce318ac50bb07a9b3ebfe0406fc8de6a5d7edc3fc82b87c4fa";
    private const string SecureAck0 = "4de816477793cc7cbb381480b30cc69431dabdf879b50b483d403cfdc066ed4343c636fdd34ff7965036a3b4f02908ecd7f8cc4f2688a28ab01f761aeee6fdba"
        + "f07ad7a1d90115e93140b9a2795e0902";

    private static readonly OutgoingFrame Ack = OutgoingFrame.Ack(5);

    private static readonly OutgoingFrame Message = OutgoingFrame.Message(
        new CephMessage(MessageType.Ping, "abc"u8.ToArray(), default, "hello"u8.ToArray()) { Tid = 9 }, 2, default, 127, ackSeq: 7);

    [Fact]
    public void Ack_should_be_the_vector_in_crc_mode_of_revision_1() =>
        Assert.Equal(AckPreamble + "0500000000000000" + "3fb2f61b", Encode("1 crc", Ack));

    [Fact]
    public void Message_should_be_the_vector_in_crc_mode_of_revision_1()
    {
        var bytes = Encode("1 crc", Message);
        Assert.StartsWith(MessagePreamble + Header, bytes, StringComparison.Ordinal);
        Assert.EndsWith("616263" + "68656c6c6f" + "0e" + "48c0b4c9" + "ffffffff" + "b3448e65", bytes, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_should_be_the_vector_in_crc_mode_of_revision_0()
    {
        var bytes = Encode("0 crc", Message);
        Assert.StartsWith(MessagePreamble + Header + "616263" + "68656c6c6f" + "00", bytes, StringComparison.Ordinal);
        Assert.EndsWith("48c0b4c9" + "ffffffff" + "b3448e65", bytes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 secure", SecureAck)]
    [InlineData("0 secure", SecureAck0)]
    public void Ack_should_be_the_vector_in_secure_mode(string form, string vector)
    {
        Assert.Equal(vector, Encode(form, Ack));
        var (frames, status) = Wire.Read(Wire.Decoder(form), Convert.FromHexString(vector));
        Assert.Equal(DecodeStatus.NeedMore, status);
        Assert.Equal((FrameKind.Ack, 5ul), (frames.Single().Kind, frames[0].Value));
    }

    [Fact]
    public void Message_should_be_read_from_the_vector_in_secure_mode()
    {
        var (frames, status) = Wire.Read(Wire.Decoder("1 secure"), Convert.FromHexString(SecureAck + SecureMessage));
        Assert.Equal((DecodeStatus.NeedMore, 2), (status, frames.Count));
        var message = frames[1].Message!;
        Assert.Equal((7ul, 2ul, 9ul, MessageType.Ping), (frames[1].Value, message.Seq, message.Tid, message.Type));
        Assert.Equal("abc"u8, message.Front.Span);
        Assert.Equal("hello"u8, message.Data.FirstSpan);
    }

    [Theory]
    [InlineData(0, 0, 0, "0 crc", 32 + 41 + 17)]
    [InlineData(0, 0, 0, "0 secure", 32 + 48 + 32)]
    [InlineData(0, 0, 0, "1 crc", 32 + 45)]
    [InlineData(0, 0, 0, "1 secure", 96)]
    [InlineData(0, 0, 303, "0 crc", 32 + 41 + 303 + 17)]
    [InlineData(0, 0, 303, "0 secure", 32 + 48 + 304 + 32)]
    [InlineData(0, 0, 303, "1 crc", 32 + 45 + 303 + 13)]
    [InlineData(0, 0, 303, "1 secure", 96 + 304 + 32)]
    [InlineData(101, 202, 303, "0 crc", 32 + 41 + 101 + 202 + 303 + 17)]
    [InlineData(101, 202, 303, "0 secure", 32 + 48 + 112 + 208 + 304 + 32)]
    [InlineData(101, 202, 303, "1 crc", 32 + 45 + 101 + 202 + 303 + 13)]
    [InlineData(101, 202, 303, "1 secure", 96 + 112 + 208 + 304 + 32)]
    public void Message_should_be_as_long_as_Ceph_makes_it(int front, int middle, int data, string form, int expected) =>
        Assert.Equal(expected, Wire.Encode(form, Wire.Message(front, middle, data)).Length);

    [Theory]
    [InlineData(48, "1 secure", 96)]
    [InlineData(49, "1 secure", 96 + 32)]
    [InlineData(49, "1 crc", 32 + 53)]
    [InlineData(1, "0 secure", 32 + 16 + 32)]
    [InlineData(0, "0 crc", 32 + 17)]
    [InlineData(0, "1 crc", 32)]
    [InlineData(0, "1 secure", 96)]
    public void Payload_should_be_as_long_as_Ceph_makes_it(int length, string form, int expected) =>
        Assert.Equal(expected, Wire.Encode(form, OutgoingFrame.Of(new Filler(length))).Length);

    private static string Encode(string form, OutgoingFrame frame) => Convert.ToHexStringLower(Wire.Encode(form, frame));

    private sealed record Filler(int Length) : IHandshakePayload
    {
        public FrameTag Tag => FrameTag.AuthDone;

        public void Write(CephActors.Encoding.WireWriter writer) => writer.WriteZeros(Length);
    }
}
