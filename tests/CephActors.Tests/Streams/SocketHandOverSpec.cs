using CephActors.Streams;
using CephActors.TestKit;
using CephActors.Transport;

namespace CephActors.Tests.Streams;

public sealed class SocketHandOverSpec : SocketStreamHarness
{
    internal override ByteTransport Transport { get; } = new InMemoryTransport();

    [Fact]
    public async Task HandOver_should_tell_the_new_owner_everything_from_then_on()
    {
        var (client, server) = await OpenSession();
        var heir = CreateTestProbe();
        server.HandOver(heir, 8);
        client.Write(Wire.Batch(Wire.Frame(1)));

        var frames = heir.ExpectMsg<FramesReceived>(Patience);
        Assert.Equal((server, 8L, 1ul), (frames.Socket, frames.Incarnation, frames.Batch[0].Message!.Seq));
        server.BatchDone(frames.Batch);
        server.Abort();
        Assert.Equal(8L, heir.ExpectMsg<SocketTerminated>(Patience).Incarnation);
        ExpectEnd(Connector, client);
        Acceptor.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task HandOver_should_tell_the_new_owner_the_end_when_the_socket_has_ended()
    {
        var (client, server) = await OpenSession();
        client.Abort();
        ExpectEnd(Acceptor, server);
        var heir = CreateTestProbe();
        server.HandOver(heir, 8);

        Assert.Equal(SocketEndKind.Failed, heir.ExpectMsg<SocketTerminated>(Patience).End.Kind);
        ExpectEnd(Connector, client);
        heir.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task HandOver_should_tell_the_end_exactly_once_when_it_races_with_the_end()
    {
        for (var round = 0; round < 30; round++)
        {
            Acceptor = CreateTestProbe();
            var (client, server) = await OpenSession();
            var heir = CreateTestProbe();
            var abort = Task.Run(client.Abort);
            var handOver = Task.Run(() => server.HandOver(heir, 8));
            await Soon(Task.WhenAll(abort, handOver));

            heir.ExpectMsg<SocketTerminated>(Patience);
            ExpectEnd(Connector, client);
            heir.ExpectNoMsg(TimeSpan.Zero);
        }
    }
}
