using System.Buffers;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Framing.V1;

public class FrameEncoderSpec
{
    private static readonly MessagePhase Phase = new(MsgAuth: true);

    [Theory]
    [InlineData(0, 127)]
    [InlineData(63, 63)]
    public void Priority_should_be_the_default_one_when_the_message_has_none(ushort own, ushort expected)
        => Assert.Equal(expected, Header(new CephMessage(MessageType.Ping) { Priority = own }).Priority);

    [Theory]
    [InlineData(5, 0, 5)]
    [InlineData(5, 3, 3)]
    public void Compat_version_should_be_the_version_when_the_message_has_none(ushort version, ushort compat, ushort expected)
        => Assert.Equal(expected, Header(new CephMessage(MessageType.Ping) { Version = version, CompatVersion = compat }).CompatVersion);

    [Fact]
    public void Message_should_be_written_as_the_reference_vector_has_it()
    {
        var message = new CephMessage(MessageType.Ping, "abc"u8.ToArray(), default, "hello"u8.ToArray()) { Tid = 9 };
        byte[] key = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];
        var phase = new MessagePhase(MsgAuth: true, new MessageSigner(key, cephxV2: true));
        var bytes = Wire.Encode(phase, OutgoingFrame.Message(message, 2, EntityName.Client(4100), 127));
        var header = MessageHeader.Read(bytes.AsSpan(1));
        var footer = MessageFooter.Read(bytes.AsSpan(1 + MessageHeader.WireSize + 8), msgAuth: true);
        Assert.Equal((0x8fea8e55u, 0x562f9ccdu, 0u, 0xdf03cd79u), (header.Crc, footer.FrontCrc, footer.MiddleCrc, footer.DataCrc));
        Assert.Equal(0x231e9e5a1f174fc0ul, footer.Signature);
        Assert.Equal(MessageFooter.Complete | MessageFooter.Signed, footer.Flags);
    }

    [Fact]
    public void Data_in_several_pieces_should_be_written_as_one()
    {
        var first = new BufferSegment();
        first.Link("hel"u8.ToArray(), null);
        var second = new BufferSegment();
        second.Link("lo"u8.ToArray(), first);
        var pieces = new CephMessage(MessageType.Ping, data: new ReadOnlySequence<byte>(first, 0, second, 2));
        var whole = new CephMessage(MessageType.Ping, default, default, "hello"u8.ToArray());
        Assert.Equal(Encode(whole), Encode(pieces));
    }

    [Fact]
    public void Large_sections_should_be_referenced_and_small_ones_copied()
    {
        var large = new byte[(16 << 10) + 1];
        var message = new CephMessage(MessageType.Ping, large, new byte[10], new byte[16 << 10]);
        var output = new FrameBuffer(FramingOptions.Default.GatherThreshold);
        var encoder = new FrameEncoder(FramingOptions.Default);
        encoder.Configure(Phase);
        encoder.Encode(OutgoingFrame.Message(message, 1, EntityName.Osd(0), 127), output);
        var lengths = new List<int>();
        foreach (var segment in output.ToSequence())
            lengths.Add(segment.Length);
        Assert.Equal([1 + MessageHeader.WireSize, large.Length, 10 + (16 << 10) + MessageFooter.WireSize], lengths);
    }

    [Fact]
    public void Footer_should_change_its_form_where_the_phase_does()
    {
        var message = OutgoingFrame.Message(new CephMessage(MessageType.Ping), 1, EntityName.Osd(0), 127);
        var bytes = Wire.Encode(Phase, message, OutgoingFrame.Configure(new MessagePhase(MsgAuth: false)), message);
        Assert.Equal(2 * (1 + MessageHeader.WireSize) + MessageFooter.WireSize + MessageFooter.OldWireSize, bytes.Length);
    }

    [Fact]
    public void Message_should_not_be_written_before_its_phase_is_known()
    {
        var encoder = new FrameEncoder(FramingOptions.Default);
        var frame = OutgoingFrame.Message(new CephMessage(MessageType.Ping), 1, EntityName.Osd(0), 127);
        Assert.Throws<InvalidOperationException>(() => encoder.Encode(frame, new FrameBuffer(1024)));
    }

    [Fact]
    public void Handshake_should_be_written_as_it_was_encoded()
    {
        byte[] hello = new ClientHello(EntityAddress.Parse("v1:127.0.0.1:0/7")).Encode();
        Assert.Equal([.. hello, 9, 0, 0, 0, 0, 0, 0, 0], Wire.Encode(Phase, OutgoingFrame.Raw(hello), OutgoingFrame.Sequence(9)));
    }

    [Fact]
    public void Encoder_should_leave_no_garbage()
    {
        byte[] key = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];
        var output = new FrameBuffer(FramingOptions.Default.GatherThreshold);
        var encoder = new FrameEncoder(FramingOptions.Default);
        encoder.Configure(new MessagePhase(MsgAuth: true, new MessageSigner(key, cephxV2: true)));
        var message = new CephMessage(MessageType.Ping, new byte[64], default, new byte[20_000]);
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Round();

        // The smallest object for every frame would be several times that; a pooled array may be lost to a collection now and then.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512 << 10);

        void Round()
        {
            for (ulong seq = 1; seq <= 100; seq++)
            {
                encoder.Encode(OutgoingFrame.Message(message, seq, EntityName.Osd(0), 127), output);
                encoder.Encode(OutgoingFrame.Ack(seq), output);
            }

            output.ToSequence();
            output.Reset();
        }
    }

    private static byte[] Encode(CephMessage message) => Wire.Encode(Phase, OutgoingFrame.Message(message, 1, EntityName.Osd(0), 127));

    private static MessageHeader Header(CephMessage message) => MessageHeader.Read(Encode(message).AsSpan(1));
}
