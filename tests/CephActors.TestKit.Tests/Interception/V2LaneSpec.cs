using System.Buffers;
using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V2;

namespace CephActors.TestKit.Tests.Interception;

/// <summary>Points of protocol v2 are the same however the bytes are cut and whichever revision they have, and the bytes go through unchanged.</summary>
public class V2LaneSpec
{
    private static readonly EntityAddress Address = EntityAddress.Parse("v2:10.0.0.1:6800/2");

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 10_000)]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(1, 10_000)]
    public void Recognizer_should_tell_the_points_of_a_connection_in_either_revision(int revision, int piece)
    {
        var wire = new Wire((FrameRevision)revision);
        var (write, read) = Greeted((FrameRevision)revision, piece);
        Assert.Equal("Hello AuthRequest", Run(write, wire.Bytes(Hello, new AuthRequest(AuthMethod.None, [ConnectionMode.Crc], new byte[9])), piece));
        Assert.Equal("Hello AuthDone AuthSignature", Run(read, wire.Bytes(Hello, new AuthDone(1, ConnectionMode.Crc, default), Signature), piece));
        Assert.Equal("AuthSignature SessionReconnect", Run(write, wire.Bytes(Signature, new SessionReconnect(new EntityAddressVector(Address), 1, 2, 3, 4, 5)), piece));
        Assert.Equal("Wait", Run(read, wire.Bytes(new Wait()), piece));
        byte[] session = [.. wire.Bytes(Message(0, 0, 0)), .. wire.Bytes(OutgoingFrame.Ack(5)), .. wire.Bytes(Message(3, 0, 40)), .. wire.Bytes(OutgoingFrame.Keepalive2(default))];
        Assert.Equal("Message Ack Message Keepalive2", Run(write, session, piece));
        Assert.Equal("Message Ack Message Keepalive2", Run(read, session, piece));
    }

    [Fact]
    public void Recognizer_should_let_everything_through_at_once_when_it_is_encrypted()
    {
        for (var first = 0; first <= byte.MaxValue; first++)
        {
            var (write, read) = Greeted(FrameRevision.One, piece: 100);
            Assert.Equal("AuthDone", Run(read, new Wire(FrameRevision.One).Bytes(new AuthDone(1, ConnectionMode.Secure, new byte[20])), piece: 100));
            Assert.Equal("", Run(write, [(byte)first, 9, 9], piece: 1));
            Assert.Equal("", Run(read, [(byte)first, .. new byte[95]], piece: 10));
        }
    }

    private static Hello Hello => new(EntityType.Osd, Address);

    private static AuthSignature Signature => new(new byte[AuthSignature.WireSize]);

    // The other side knows either revision.
    private static (IFrameLane Write, IFrameLane Read) Greeted(FrameRevision revision, int piece)
    {
        var recognizer = new FrameRecognizer(connector: true);
        Assert.Equal("Banner", Run(recognizer.Write, Banner.Speaking(revision).Encode(), piece: 100));
        Assert.Equal("Banner BannerPayload", Run(recognizer.Read, Banner.Own.Encode(), piece));
        return (recognizer.Write, recognizer.Read);
    }

    private static OutgoingFrame Message(int front, int middle, int data) =>
        OutgoingFrame.Message(new CephMessage(MessageType.Ping, new byte[front], new byte[middle], new byte[data]), 1, default, 127, ackSeq: 0);

    private static string Run(IFrameLane lane, byte[] bytes, int piece)
    {
        var points = new List<InterceptionPoint>();
        var through = new List<byte>();
        foreach (var chunk in bytes.Chunk(piece))
        {
            var input = new ReadOnlySequence<byte>(chunk);
            while (lane.TryRead(ref input, out var part))
            {
                if (part.Point is { } point)
                    points.Add(point);
                through.AddRange(part.Bytes.ToArray());
            }
        }

        Assert.Equal(bytes, through);
        return string.Join(' ', points);
    }

    private sealed class Wire
    {
        private readonly FrameEncoder _encoder = new();

        public Wire(FrameRevision revision) => _encoder.Configure(new RevisionPhase(revision));

        public byte[] Bytes(params ReadOnlySpan<IHandshakePayload> payloads)
        {
            var bytes = new List<byte>();
            foreach (var payload in payloads)
                bytes.AddRange(Bytes(OutgoingFrame.Of(payload)));
            return [.. bytes];
        }

        public byte[] Bytes(OutgoingFrame frame)
        {
            var output = new FrameBuffer(FramingOptions.Default.GatherThreshold);
            _encoder.Encode(frame, output);
            var bytes = output.ToSequence().ToArray();
            output.Reset();
            return bytes;
        }
    }
}
