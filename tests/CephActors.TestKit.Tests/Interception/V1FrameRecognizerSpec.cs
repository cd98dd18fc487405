using System.Buffers;
using CephActors.Framing.V1;

namespace CephActors.TestKit.Tests.Interception;

/// <summary>Points are the same however the bytes are cut, and the bytes go through unchanged.</summary>
public class V1FrameRecognizerSpec
{
    private static readonly EntityAddress Address = EntityAddress.Parse("v1:10.0.0.1:6800/2");

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public void Recognizer_should_tell_the_points_of_a_connection_when_bytes_come_in_any_pieces(int piece)
    {
        var connector = new V1FrameRecognizer(connector: true);
        var acceptor = new V1FrameRecognizer(connector: false);

        Assert.Equal("Banner Hello", Run(connector.Write, Hello(), piece));
        Assert.Equal("Banner BannerPayload", Run(acceptor.Read, Hello(), piece));
        Assert.Equal("Banner BannerPayload", Run(connector.Read, new ServerHello(Address, Address).Encode(), piece));
        Assert.Equal("Banner", Run(acceptor.Write, new ServerHello(Address, Address).Encode(), piece));
        Both(connector.Write, acceptor.Read, Connect(3), piece, "SessionReconnect");
        Both(connector.Read, acceptor.Write, Reply(MessengerTag.ResetSession), piece, "SessionReset");
        Both(connector.Write, acceptor.Read, Connect(0), piece, "ClientIdent");
        Both(connector.Read, acceptor.Write, [.. Reply(MessengerTag.Sequence), .. new byte[8]], piece, "ServerIdent Sequence");
        Both(connector.Write, acceptor.Read, [.. new byte[8], .. Message(5), .. Tagged(MessengerTag.Ack), .. Message(0)], piece, "Sequence Message Ack Message");
        Both(
            connector.Read,
            acceptor.Write,
            [.. Tagged(MessengerTag.Keepalive2), .. Tagged(MessengerTag.Keepalive2Ack), (byte)MessengerTag.Keepalive, (byte)MessengerTag.Close],
            piece,
            "Keepalive2 Keepalive2Ack Keepalive Close");
    }

    [Theory]
    [InlineData("Wait", "Wait")]
    [InlineData("RetryGlobal", "SessionRetryGlobal")]
    [InlineData("RetrySession", "SessionRetry")]
    [InlineData("BadAuthorizer", "Refusal")]
    [InlineData("Ready", "ServerIdent")]
    public void Recognizer_should_name_each_reply(string tag, string point)
    {
        var connector = Greeted();
        Run(connector.Write, Connect(0), 100);

        Assert.Equal(point, Run(connector.Read, Reply(Enum.Parse<MessengerTag>(tag)), 100));
    }

    [Fact]
    public void Recognizer_should_let_everything_through_when_it_is_not_Ceph()
    {
        var connector = new V1FrameRecognizer(connector: true);

        Assert.Equal("", Run(connector.Read, new byte[1000], 100));
    }

    private static V1FrameRecognizer Greeted()
    {
        var connector = new V1FrameRecognizer(connector: true);
        Run(connector.Write, Hello(), 1000);
        Run(connector.Read, new ServerHello(Address, Address).Encode(), 1000);
        return connector;
    }

    private static void Both(V1Lane one, V1Lane other, byte[] bytes, int piece, string points)
    {
        Assert.Equal(points, Run(one, bytes, piece));
        Assert.Equal(points, Run(other, bytes, piece));
    }

    private static string Run(V1Lane lane, byte[] bytes, int piece)
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

    private static byte[] Hello() => [.. Banner.Bytes, .. new ClientHello(Address).EncodeAddress()];

    private static byte[] Connect(uint connectSeq) =>
        new ConnectFrame(new ConnectMessage(CephFeatures.All, EntityType.Osd, 1, connectSeq, 10, 1, 0), [1, 2, 3]).Encode();

    private static byte[] Reply(MessengerTag tag) =>
        new ConnectReplyFrame(new ConnectReply(tag, CephFeatures.All, 1, 1, 10, 0), [9]).Encode();

    private static byte[] Tagged(MessengerTag tag) => [(byte)tag, .. new byte[8]];

    private static byte[] Message(uint front)
    {
        var header = new byte[MessageHeader.WireSize];
        new MessageHeader { Seq = 1, FrontLength = front }.Write(header, withCrc: false);
        return [(byte)MessengerTag.Message, .. header, .. new byte[front], .. new byte[MessageFooter.WireSize]];
    }
}
