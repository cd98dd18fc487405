using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

public class GateSpec
{
    private const long Payload = SampleMessage.Footer - SampleMessage.Front;

    private readonly CountingGate _gate = new();

    [Fact]
    public void Message_should_hold_its_credits_until_it_is_complete()
    {
        var frames = Read(SampleMessage.Encode()).Frames;
        Assert.Equal((Payload, Payload), (_gate.Dispatch, _gate.Policy));
        frames[0].Message!.ReleaseDispatch();
        Assert.Equal((0, Payload), (_gate.Dispatch, _gate.Policy));
        frames[0].Message!.Complete();
        frames[0].Message!.Complete();
        Assert.Equal((0, 0), (_gate.Dispatch, _gate.Policy));
    }

    [Fact]
    public void Decoder_should_be_blocked_while_the_gate_is_shut_and_go_on_when_it_opens()
    {
        _gate.IsOpen = false;
        var decoder = Open();
        ReadOnlySpan<byte> input = SampleMessage.Encode();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(DecodeStatus.Blocked, decoder.TryRead(ref input, out _));
            Assert.Equal(SampleMessage.Front, decoder.Offset);
            Assert.Equal(0, _gate.Dispatch);
        }

        _gate.IsOpen = true;
        Assert.Equal(DecodeStatus.Done, decoder.TryRead(ref input, out var frame));
        Assert.Equal(Payload, frame.Message!.PayloadLength);
        Assert.Equal(Payload, _gate.Dispatch);
    }

    [Fact]
    public void Decoder_should_ask_the_gate_again_when_no_bytes_are_left_to_read()
    {
        _gate.IsOpen = false;
        var decoder = Open();
        ReadOnlySpan<byte> header = SampleMessage.Encode().AsSpan(0, SampleMessage.Front);
        Assert.Equal(DecodeStatus.Blocked, decoder.TryRead(ref header, out _));
        _gate.IsOpen = true;
        Assert.Equal(DecodeStatus.NeedMore, decoder.TryRead(ref header, out _));
        Assert.Equal(Payload, _gate.Dispatch);
    }

    [Fact]
    public void Control_frames_should_pass_without_credits()
    {
        _gate.IsOpen = false;
        var reader = Read(Wire.Encode(SampleMessage.Phase, OutgoingFrame.Ack(1), OutgoingFrame.Keepalive(), OutgoingFrame.Close()));
        Assert.Equal(3, reader.Frames.Count);
    }

    [Fact]
    public void Credits_should_be_returned_when_the_socket_dies_inside_a_message()
    {
        for (var length = SampleMessage.Front; length < SampleMessage.Footer + MessageFooter.WireSize; length++)
        {
            var reader = Read(SampleMessage.Encode()[..length]);
            Assert.Equal((Payload, Payload), (_gate.Dispatch, _gate.Policy));
            reader.Decoder.Abandon();
            reader.Decoder.Abandon();
            Assert.Equal((0, 0), (_gate.Dispatch, _gate.Policy));
        }
    }

    [Fact]
    public void Credits_should_be_returned_when_the_stream_ends_inside_a_message()
    {
        var reader = Read(SampleMessage.Encode()[..SampleMessage.Data]);
        Assert.Equal(DecodeStatus.Invalid, reader.Decoder.EndOfInput());
        Assert.Equal((0, 0), (_gate.Dispatch, _gate.Policy));
    }

    [Theory]
    [InlineData(SampleMessage.Front)]
    [InlineData(SampleMessage.Data)]
    [InlineData(SampleMessage.Footer + MessageFooter.WireSize - 1)]
    public void Credits_should_be_returned_when_the_message_is_refused(int damaged)
    {
        var bytes = SampleMessage.Encode();
        bytes[damaged] ^= 1;
        Assert.NotEqual(ProtocolError.None, Read(bytes).Decoder.Error.Kind);
        Assert.Equal((0, 0), (_gate.Dispatch, _gate.Policy));
        Assert.Equal(1, _gate.Entered);
    }

    [Fact]
    public void Gate_should_not_be_asked_when_the_header_is_refused()
    {
        var damaged = SampleMessage.Encode();
        damaged[SampleMessage.Header] ^= 1;
        Read(damaged);
        Read(SampleMessage.WithHeader(header => header with { DataLength = uint.MaxValue }));
        Assert.Equal(0, _gate.Entered);
    }

    [Fact]
    public void Credits_of_a_delivered_message_should_stay_its_own_when_the_decoder_is_abandoned()
    {
        var reader = Read(SampleMessage.Encode());
        reader.Decoder.Abandon();
        Assert.Equal((Payload, Payload), (_gate.Dispatch, _gate.Policy));
        reader.Frames[0].Message!.Complete();
        Assert.Equal((0, 0), (_gate.Dispatch, _gate.Policy));
    }

    private FrameDecoder Open()
    {
        var decoder = new FrameDecoder(FramingOptions.Default);
        decoder.Expect(Expectation.Messages, SampleMessage.Phase with { Gate = _gate });
        return decoder;
    }

    private ScriptedReader Read(byte[] bytes)
    {
        var reader = new ScriptedReader(FramingOptions.Default, [(Expectation.Messages, SampleMessage.Phase with { Gate = _gate })]);
        reader.Feed(bytes);
        return reader;
    }
}
