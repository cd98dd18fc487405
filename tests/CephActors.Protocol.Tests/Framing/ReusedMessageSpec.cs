using CephActors.Framing;

namespace CephActors.Protocol.Tests.Framing;

/// <summary>Decoders make a message that has arrived of one that is done, if its dispatcher lent it.</summary>
public class ReusedMessageSpec
{
    private readonly PoolGate _gate = new(8 << 20);

    public static TheoryData<string> Forms => ["v1", "0 crc", "0 secure", "1 crc", "1 secure"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Message_should_have_nothing_of_the_one_before_when_its_object_was_used(string form)
    {
        var stream = new Stream(form, _gate);
        var rich = new CephMessage(MessageType.OsdOp, new byte[30], new byte[4], new byte[2000])
        {
            Tid = ulong.MaxValue,
            Priority = 196,
            Version = 8,
            CompatVersion = 3,
            DataOffset = 4095,
        };
        var first = stream.Carry(rich, seq: 77);
        Assert.Equal("MOSDOp(v8, tid 18446744073709551615, 30+4+2000 bytes) 196 3 4095 77", Describe(first));
        first.Lend();
        first.Finish();

        var second = stream.Carry(new CephMessage(MessageType.Ping) { Version = 0, Priority = 1 }, seq: 78);
        Assert.Same(first, second);
        Assert.Equal("MPing(v0, tid 0, 0+0+0 bytes) 1 0 0 78", Describe(second));
        Assert.Same(_gate, second.Gate);

        // The loan was for the message before: this one is its owner's.
        second.Finish();
        Assert.Null(_gate.Messages.TakeAll());
        Assert.Equal((2, 2), (_gate.Dispatch, _gate.Policy));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Message_should_be_a_new_object_when_the_one_before_was_not_lent(string form)
    {
        var stream = new Stream(form, _gate);
        var first = stream.Carry(new CephMessage(MessageType.Ping) { Tid = 1 }, seq: 1);
        first.Finish();
        Assert.NotSame(first, stream.Carry(new CephMessage(MessageType.Ping) { Tid = 2 }, seq: 2));
        Assert.Equal(1ul, first.Tid);
    }

    [Theory]
    [InlineData("v1", 0)]
    [InlineData("1 crc", 0)]
    [InlineData("v1", 4096)]
    [InlineData("1 crc", 4096)]
    [InlineData("v1", 300_000)]
    [InlineData("1 crc", 300_000)]
    public void Decoder_should_allocate_nothing_when_messages_are_lent(string form, int data)
    {
        const int Messages = 50;
        const int Rounds = 3;
        var stream = new Stream(form, _gate);
        var bytes = Enumerable.Range(0, (1 + Rounds) * Messages).Select(i => stream.Encode(new CephMessage(MessageType.Ping, default, default, new byte[data]), (ulong)i)).ToArray();
        Read(0);

        // What the runtime takes for itself, now and then, falls on one of the rounds; what a message took would fall on all.
        var allocated = Enumerable.Range(1, Rounds).Select(round =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Read(round);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }).ToArray();
        Assert.Equal(0, allocated.Min());

        void Read(int round)
        {
            for (var i = 0; i < Messages; i++)
            {
                var message = stream.Decode(bytes[(round * Messages) + i]);
                message.Lend();
                message.Finish();
            }
        }
    }

    private static string Describe(CephMessage m) => $"{m} {m.Priority} {m.CompatVersion} {m.DataOffset} {m.Seq}";

    private sealed class Stream
    {
        private readonly IFrameEncoder _encoder;
        private readonly IFrameDecoder _decoder;

        public Stream(string form, IReceiveGate gate)
        {
            if (form != "v1")
            {
                (_encoder, _decoder) = (V2.Wire.Encoder(form), V2.Wire.Decoder(form, gate));
                return;
            }

            _encoder = new CephActors.Framing.V1.FrameEncoder(FramingOptions.Default);
            _encoder.Configure(new MessagePhase(MsgAuth: true));
            _decoder = new CephActors.Framing.V1.FrameDecoder(FramingOptions.Default);
            _decoder.Expect(Expectation.Messages, new MessagePhase(MsgAuth: true, Gate: gate));
        }

        public byte[] Encode(CephMessage message, ulong seq) => V2.Wire.Encode(_encoder, OutgoingFrame.Message(message, seq, EntityName.Osd(3), 127));

        public CephMessage Decode(ReadOnlySpan<byte> bytes) =>
            _decoder.TryRead(ref bytes, out var frame) == DecodeStatus.Done ? frame.Message! : throw new InvalidOperationException(_decoder.Error.ToString());

        public CephMessage Carry(CephMessage message, ulong seq) => Decode(Encode(message, seq));
    }
}
