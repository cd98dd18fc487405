using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.Protocol.Tests.Framing.V2;

public class GateSpec
{
    private const int Payload = 20 + 3 + 40;

    private readonly CountingGate _gate = new();

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Message_should_wait_at_the_gate_with_nothing_read_of_its_payload(string form)
    {
        _gate.IsOpen = false;
        var bytes = Wire.Encode(form, Wire.Message(20, 3, 40), OutgoingFrame.Ack(1));
        var decoder = Wire.Decoder(form, _gate);
        ReadOnlySpan<byte> input = bytes;
        Assert.Equal(DecodeStatus.Blocked, decoder.TryRead(ref input, out _));
        Assert.Equal(DecodeStatus.Blocked, decoder.TryRead(ref input, out _));
        Assert.Equal(form == "1 secure" ? 96 : 32, decoder.Offset);
        _gate.IsOpen = true;
        Assert.Equal(DecodeStatus.Done, decoder.TryRead(ref input, out var frame));
        Assert.Equal((Payload, Payload), (_gate.Dispatch, _gate.Policy));
        frame.Message!.Complete();
        Assert.Equal((0, 0), (_gate.Dispatch, _gate.Policy));
        Assert.Equal(DecodeStatus.Done, decoder.TryRead(ref input, out frame));
        Assert.Equal(FrameKind.Ack, frame.Kind);
    }

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Credits_should_be_returned_when_the_socket_ends_inside_a_message(string form)
    {
        var decoder = Wire.Decoder(form, _gate);
        Wire.Read(decoder, Wire.Encode(form, Wire.Message(20, 3, 40)).AsSpan(..^1));
        Assert.Equal((Payload, Payload), (_gate.Dispatch, _gate.Policy));
        decoder.Abandon();
        decoder.Abandon();
        Assert.Equal((0, 0), (_gate.Dispatch, _gate.Policy));
    }

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Credits_should_be_returned_when_a_message_is_refused(string form)
    {
        var bytes = Wire.Encode(form, Wire.Message(20, 3, 40));
        bytes[^1] ^= 1;
        Assert.Equal(DecodeStatus.Invalid, Wire.Read(Wire.Decoder(form, _gate), bytes).Status);
        Assert.Equal((1, 0, 0), (_gate.Entered, _gate.Dispatch, _gate.Policy));
    }

    [Fact]
    public void Credits_should_be_returned_when_a_message_is_given_up()
    {
        var bytes = Wire.Encode("1 crc", Wire.Message(20, 3, 40));
        bytes[^13] = Epilogue.Aborted;
        Assert.Equal(DecodeStatus.NeedMore, Wire.Read(Wire.Decoder("1 crc", _gate), bytes).Status);
        Assert.Equal((1, 0, 0), (_gate.Entered, _gate.Dispatch, _gate.Policy));
    }

    [Theory]
    [MemberData(nameof(Wire.Forms), MemberType = typeof(Wire))]
    public void Nothing_should_be_reserved_for_a_message_before_the_gate_lets_it_in(string form)
    {
        _gate.IsOpen = false;
        var bytes = Wire.Encode(form, Wire.Message(1 << 20));
        var decoder = Wire.Decoder(form, _gate);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ReadOnlySpan<byte> input = bytes;
        Assert.Equal(DecodeStatus.Blocked, decoder.TryRead(ref input, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 10);
    }
}
