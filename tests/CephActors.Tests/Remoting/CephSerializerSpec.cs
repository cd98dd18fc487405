using System.Buffers;
using System.Runtime.Serialization;
using CephActors.Actors;
using CephActors.Configuration;
using CephActors.Encoding;
using CephActors.Remoting;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.Remoting;

/// <summary>What goes between nodes, on one of them: back at home a connection is the connection itself.</summary>
public sealed class CephSerializerSpec(ITestOutputHelper output) : MessengerTest(output)
{
    [Fact]
    public void Message_should_be_read_as_it_was_written()
    {
        CreateMessenger("osd.1");
        var message = new CephMessage(MessageType.OsdOp, new byte[] { 1 }, new byte[] { 2, 3 }, Pieces([4, 5], [6]))
        {
            Tid = 7,
            Priority = 8,
            Version = 9,
            CompatVersion = 10,
            DataOffset = 11,
            Seq = 12,
            Source = EntityName.Client(13),
        };

        var read = Carried(message);

        Assert.Equal(
            (message.Type, message.Tid, message.Priority, message.Version, message.CompatVersion, message.DataOffset, message.Seq, message.Source),
            (read.Type, read.Tid, read.Priority, read.Version, read.CompatVersion, read.DataOffset, read.Seq, read.Source));
        Assert.Equal<byte[]>([[1], [2, 3], [4, 5, 6]], [read.Front.ToArray(), read.Middle.ToArray(), read.Data.ToArray()]);
        read.Complete();
    }

    [Fact]
    public async Task Connection_should_be_the_connection_itself_where_it_belongs()
    {
        var a = await StartAsync("osd.1");
        var b = await StartAsync("osd.2");
        var toB = a.ConnectTo(b);

        Assert.Same(toB, Carried(toB));
        Assert.Same(a.Messenger.Loopback, Carried(a.Messenger.Loopback));
        Assert.Same(toB, Carried(new MessageReceived(toB, Ping(1))).Connection);
        Assert.Same(toB, Carried(new ConnectionEstablished(toB)).Connection);
        Assert.Same(toB, Carried(new ConnectionAccepted(toB)).Connection);
        Assert.Same(toB, Carried(new ConnectionRemoteReset(toB)).Connection);
        Assert.Same(toB, Carried(new ConnectionRefused(toB)).Connection);
        Assert.Equal(new ConnectionReset(toB, "why"), Carried(new ConnectionReset(toB, "why")));
        Assert.Equal(new RelayedCommand(3, RelayedAction.MarkDown), Carried(new RelayedCommand(3, RelayedAction.MarkDown)));
        Assert.Equal(5ul, Carried(new RelayedMessage(3, Ping(5))).Message.Tid);
        Assert.Equal([toB, a.Messenger.Loopback], a.Messenger.Services.Exported.Values.OrderByDescending(c => c.QueueId));
    }

    [Fact]
    public async Task Connection_that_has_ended_should_be_a_closed_one_and_be_forgotten()
    {
        var a = await StartAsync("osd.1");
        var toNobody = a.Messenger.ConnectTo(EntityAddress.Parse("v1:127.0.0.1:1"), EntityType.Osd);
        var written = Sys.Serialization.Serialize(toNobody);

        toNobody.MarkDown();
        var read = (Connection)Sys.Serialization.Deserialize(written, CephSerializer.Id, "c");

        Assert.True(read.IsClosed);
        Assert.Equal(toNobody.PeerAddresses, read.PeerAddresses);
        Assert.Equal(SendResult.Closed, read.Send(Ping(1)));
        Assert.True(Carried(toNobody).IsClosed);
        Assert.Empty(a.Messenger.Services.Exported);
    }

    [Fact]
    public async Task Every_prefix_should_be_refused()
    {
        var a = await StartAsync("osd.1");
        var written = Sys.Serialization.Serialize(new ConnectionReset(a.Messenger.Loopback, "why"));

        Assert.All(
            Enumerable.Range(0, written.Length),
            length => Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize(written[..length], CephSerializer.Id, "R")));
    }

    [Fact]
    public void Form_of_a_newer_release_should_be_refused_when_it_says_so()
    {
        CreateMessenger("osd.1");
        var writer = new WireWriter();
        writer.EndEnvelope(writer.BeginEnvelope(2, 2));

        var refused = Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize(writer.ToArray(), CephSerializer.Id, "m"));
        Assert.Contains("needs a reader of version 2", refused.Message, StringComparison.Ordinal);
        Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize([], CephSerializer.Id, "x"));
    }

    [Fact]
    public void Bindings_of_the_reference_should_be_those_installed()
    {
        CreateMessenger("osd.1");
        var reference = ReferenceConfiguration.Config.GetConfig("akka.actor");

        Assert.All(CephSerialization.Types, type =>
        {
            Assert.Equal("ceph", reference.GetString($"serialization-bindings.\"{CephSerialization.NameOf(type)}\""));
            Assert.IsType<CephSerializer>(Sys.Serialization.FindSerializerForType(type));
        });
        Assert.Equal(CephSerialization.Types.Count, reference.GetConfig("serialization-bindings").AsEnumerable().Count());
        Assert.Equal(CephSerializer.Id, reference.GetInt($"serialization-identifiers.\"{CephSerialization.NameOf(typeof(CephSerializer))}\""));
        Assert.Equal(CephSerialization.NameOf(typeof(CephSerializer)), reference.GetString("serializers.ceph"));
    }

    private T Carried<T>(T message)
        where T : class
    {
        var serializer = (CephSerializer)Sys.Serialization.FindSerializerFor(message);
        return (T)Sys.Serialization.Deserialize(serializer.ToBinary(message), serializer.Identifier, serializer.Manifest(message));
    }

    private static ReadOnlySequence<byte> Pieces(byte[] first, byte[] second)
    {
        var start = new Piece(first, 0, null);
        return new ReadOnlySequence<byte>(start, 0, new Piece(second, first.Length, start), second.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes, long index, Piece? before)
        {
            Memory = bytes;
            RunningIndex = index;
            before?.Next = this;
        }
    }
}
