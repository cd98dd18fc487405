using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

public class BadInputSpec
{
    private static readonly FramingLimits Limits = new(front: 100, middle: 200, data: 300, authorizer: 64);
    private static readonly FramingOptions Tight = FramingOptions.Default with { Limits = Limits };

    [Theory]
    [InlineData("c", "x", 1)]
    [InlineData("", "GET / HTTP/1.1\r\n", 0)]
    [InlineData("ceph v", "2\n", 6)]
    [InlineData("ceph v02", "8", 8)]
    public void Banner_should_be_refused_at_the_first_wrong_byte(string right, string wrong, int offset)
    {
        foreach (var expectation in new[] { Expectation.ServerHello, Expectation.ClientHello })
        {
            var reader = new ScriptedReader(FramingOptions.Default, [(expectation, null)]);
            Assert.Equal(DecodeStatus.NeedMore, reader.Feed(System.Text.Encoding.ASCII.GetBytes(right)));
            Assert.Equal(DecodeStatus.Invalid, reader.Feed(System.Text.Encoding.ASCII.GetBytes(wrong)));
            Assert.Equal(ProtocolError.BadBanner, reader.Decoder.Error.Kind);
            Assert.Equal(offset, reader.Decoder.Error.Offset);
        }
    }

    [Fact]
    public void Hello_should_be_refused_when_an_address_has_another_form()
    {
        var address = EntityAddress.Parse("v1:127.0.0.1:6789/0");
        var bytes = new ServerHello(address, address).Encode();
        bytes[Banner.WireSize + LegacyAddress.WireSize] = 1;
        var reader = new ScriptedReader(FramingOptions.Default, [(Expectation.ServerHello, null)]);
        Assert.Equal(DecodeStatus.Invalid, reader.Feed(bytes));
        Assert.Equal(ProtocolError.BadAddress, reader.Decoder.Error.Kind);
        Assert.Equal(Banner.WireSize + LegacyAddress.WireSize, reader.Decoder.Error.Offset);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(14)]
    [InlineData(17)]
    [InlineData(255)]
    public void Reply_should_be_refused_when_its_tag_is_no_answer(int tag)
    {
        var bytes = new ConnectReplyFrame(new ConnectReply((MessengerTag)tag, 0, 0, 0, 0, 0), []).Encode();
        Assert.Equal(ProtocolError.UnknownTag, Refusal(Expectation.ConnectReply, bytes).Kind);
    }

    [Fact]
    public void Connect_should_be_refused_when_its_sender_is_no_entity()
    {
        var bytes = new ConnectFrame(new ConnectMessage(0, EntityType.Osd, 0, 0, 0, 0, 0), []).Encode();
        bytes[9] = 1;
        Assert.Equal(ProtocolError.BadEntityType, Refusal(Expectation.Connect, bytes).Kind);
    }

    [Theory]
    [InlineData(64, false)]
    [InlineData(65, true)]
    [InlineData(-1, true)]
    public void Authorizer_should_be_refused_when_longer_than_the_limit(int length, bool refused)
    {
        var expected = refused ? ProtocolError.AuthorizerTooLong : ProtocolError.None;
        var connect = new byte[ConnectMessage.WireSize];
        default(ConnectMessage).Write(connect, length);
        var reply = new byte[ConnectReply.WireSize];
        new ConnectReply(MessengerTag.Ready, 0, 0, 0, 0, 0).Write(reply, length);
        Assert.Equal(expected, Refusal(Expectation.Connect, connect).Kind);
        Assert.Equal(expected, Refusal(Expectation.ConnectReply, reply).Kind);
    }

    [Fact]
    public void Sections_should_be_refused_when_longer_than_the_limit()
    {
        Assert.Equal(DecodeStatus.NeedMore, SampleMessage.Feed(SampleMessage.WithHeader(h => h with { FrontLength = 100, MiddleLength = 200, DataLength = 300 }), Tight));
        foreach (var length in new uint[] { 301, int.MaxValue, uint.MaxValue })
        {
            Assert.Equal((ProtocolError.FrontTooLong, "front_len", 23L), Refused(h => h with { FrontLength = length }));
            Assert.Equal((ProtocolError.MiddleTooLong, "middle_len", 27L), Refused(h => h with { MiddleLength = length }));
            Assert.Equal((ProtocolError.DataTooLong, "data_len", 31L), Refused(h => h with { DataLength = length }));
        }

        static (ProtocolError, string, long) Refused(Func<MessageHeader, MessageHeader> change)
        {
            var error = SampleMessage.Refusal(SampleMessage.WithHeader(change), options: Tight);
            return (error.Kind, error.Field, error.Offset);
        }
    }

    [Theory]
    [InlineData(SampleMessage.Header, SampleMessage.Front, ProtocolError.HeaderCrc, SampleMessage.Header)]
    [InlineData(SampleMessage.Front, SampleMessage.Middle, ProtocolError.FrontCrc, SampleMessage.Front)]
    [InlineData(SampleMessage.Middle, SampleMessage.Data, ProtocolError.MiddleCrc, SampleMessage.Middle)]
    [InlineData(SampleMessage.Data, SampleMessage.Footer, ProtocolError.DataCrc, SampleMessage.Data)]
    [InlineData(SampleMessage.Footer, SampleMessage.Footer + 4, ProtocolError.FrontCrc, SampleMessage.Front)]
    [InlineData(SampleMessage.Footer + 4, SampleMessage.Footer + 8, ProtocolError.MiddleCrc, SampleMessage.Middle)]
    [InlineData(SampleMessage.Footer + 8, SampleMessage.Footer + 12, ProtocolError.DataCrc, SampleMessage.Data)]
    public void Message_should_be_refused_when_any_bit_of_a_part_is_flipped(int from, int to, object kind, int offset)
    {
        for (var bit = from * 8; bit < to * 8; bit++)
        {
            var bytes = SampleMessage.Encode();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var error = SampleMessage.Refusal(bytes);
            Assert.Equal(kind, error.Kind);
            Assert.Equal(offset, error.Offset);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(13)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(200)]
    public void Session_should_be_refused_at_an_unknown_tag(byte tag)
    {
        byte[] bytes = [(byte)MessengerTag.Keepalive, tag];
        var reader = new ScriptedReader(FramingOptions.Default, [(Expectation.Messages, SampleMessage.Phase)]);
        Assert.Equal(DecodeStatus.Invalid, reader.Feed(bytes));
        Assert.Single(reader.Frames);
        Assert.Equal((ProtocolError.UnknownTag, 1L), (reader.Decoder.Error.Kind, reader.Decoder.Error.Offset));
    }

    [Fact]
    public void Message_should_be_refused_when_its_sender_gave_it_up()
    {
        var bytes = SampleMessage.Encode();
        bytes[^1] &= unchecked((byte)~MessageFooter.Complete);
        var error = SampleMessage.Refusal(bytes);
        Assert.Equal((ProtocolError.Aborted, (long)bytes.Length - 1), (error.Kind, error.Offset));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Message_should_be_refused_when_its_signature_is_wrong_or_missing(bool cephxV2)
    {
        byte[] key = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
        byte[] other = [.. key.Reverse()];
        var phase = new MessagePhase(MsgAuth: true, new MessageSigner(key, cephxV2));
        var good = new ScriptedReader(FramingOptions.Default, [(Expectation.Messages, phase)]);
        Assert.Equal(DecodeStatus.NeedMore, good.Feed(SampleMessage.Encode(phase)));
        Assert.Single(good.Frames);

        var unsigned = SampleMessage.Refusal(SampleMessage.Encode(), phase);
        Assert.Equal((ProtocolError.BadSignature, SampleMessage.Footer + 12L), (unsigned.Kind, unsigned.Offset));
        Assert.Equal(
            ProtocolError.BadSignature,
            SampleMessage.Refusal(SampleMessage.Encode(new MessagePhase(true, new MessageSigner(other, cephxV2))), phase).Kind);
        Assert.Equal(
            ProtocolError.BadSignature,
            SampleMessage.Refusal(SampleMessage.Encode(new MessagePhase(true, new MessageSigner(key, !cephxV2))), phase).Kind);
    }

    [Fact]
    public void Decoder_should_not_be_told_what_to_expect_inside_a_frame()
    {
        var reader = new ScriptedReader(FramingOptions.Default, [(Expectation.Messages, SampleMessage.Phase)]);
        reader.Feed([(byte)MessengerTag.Message]);
        Assert.Throws<InvalidOperationException>(() => reader.Decoder.Expect(Expectation.Connect));
        Assert.Throws<ArgumentException>(() => new FrameDecoder(FramingOptions.Default).Expect(Expectation.Messages));
    }

    [Fact]
    public void Stream_should_end_without_an_error_when_it_was_abandoned_inside_a_frame()
    {
        var reader = new ScriptedReader(FramingOptions.Default, [(Expectation.Messages, SampleMessage.Phase)]);
        reader.Feed([(byte)MessengerTag.Message]);
        reader.Decoder.Abandon();
        Assert.Equal((DecodeStatus.Done, ProtocolError.None), (reader.Decoder.EndOfInput(), reader.Decoder.Error.Kind));
    }

    /// <summary>Kind <see cref="ProtocolError.None"/> if it was not refused.</summary>
    private static FrameError Refusal(Expectation expectation, byte[] bytes)
    {
        var reader = new ScriptedReader(Tight, [(expectation, null)]);
        var status = reader.Feed(bytes);
        Assert.Equal(reader.Decoder.Error.Kind == ProtocolError.None, status != DecodeStatus.Invalid);
        return reader.Decoder.Error;
    }
}
