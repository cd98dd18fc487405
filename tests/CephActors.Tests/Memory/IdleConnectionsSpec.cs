using Akka.Actor;
using CephActors.Tests.Actors;

namespace CephActors.Tests.Memory;

/// <summary>What a connection costs while nothing happens on it; the run with 10 000 is in docs/reliability.md.</summary>
[Collection(MemoryCollection.Name)]
public class IdleConnectionsSpec
{
    private const int Count = 400;

    /// <summary>In bytes, at each of the two ends.</summary>
    private const long MostPerEnd = 20 << 10;

    [Fact]
    public async Task Idle_connection_should_cost_less_than_20_KiB_at_each_end_and_nothing_when_it_is_gone()
    {
        await using var server = Side.Start("osd.0", "policies { client = stateless-server }");
        await using var client = Side.Start("client.1", "policies { osd = lossy-client }");
        var (serverSide, clientSide) = (new Counts(), new Counts());
        server.Messenger.AddDispatcherTail(server.System.ActorOf(Props.Create(() => new Echo(serverSide, true))));
        client.Messenger.AddDispatcherTail(client.System.ActorOf(Props.Create(() => new Echo(clientSide, false))));
        var addresses = await server.Messenger.BindAsync(MessengerTest.AnyPort).WaitAsync(MessengerTest.Patience);

        // What the first ones bring with them is not the price of a connection.
        await UseAsync(client, addresses, 8, clientSide);
        var before = Side.Heap();
        var (up, answered) = (serverSide.Up, clientSide.Messages);
        var connections = await UseAsync(client, addresses, Count, clientSide);
        Assert.Equal((up + Count, answered + Count), (serverSide.Up, clientSide.Messages));
        var perEnd = (Side.Heap() - before) / (2 * Count);
        Assert.InRange(perEnd, 1, MostPerEnd);

        foreach (var connection in connections)
            connection.MarkDown();
        connections = [];
        await Side.UntilAsync(() => serverSide.Up == up);
        await Side.UntilAsync(() => Side.Heap() - before < 2 * Count * MostPerEnd / 5);
    }

    /// <summary>Opens connections, keeps them alive, and has one message go each way.</summary>
    private static async Task<Connection[]> UseAsync(Side client, EntityAddressVector peer, int count, Counts clientSide)
    {
        var (up, answered) = (clientSide.Up, clientSide.Messages);
        Connection[] connections = [.. Enumerable.Range(0, count).Select(_ => client.Messenger.ConnectTo(peer, EntityType.Osd, anonymous: true))];
        await Side.UntilAsync(() => clientSide.Up == up + count);
        foreach (var connection in connections)
        {
            connection.SendKeepalive();
            Assert.Equal(SendResult.Accepted, connection.Send(new CephMessage(MessageType.Ping, new byte[1000])));
        }

        await Side.UntilAsync(() => clientSide.Messages == answered + count && connections.All(c => c.LastKeepaliveAck is not null));
        return connections;
    }

    private sealed class Counts
    {
        private int _up;
        private int _messages;

        public int Up => Volatile.Read(ref _up);

        public int Messages => Volatile.Read(ref _messages);

        public void Add(int change) => Interlocked.Add(ref _up, change);

        public void AddMessage() => Interlocked.Increment(ref _messages);
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo(Counts counts, bool answers)
        {
            Receive<ConnectionAccepted>(_ => counts.Add(1));
            Receive<ConnectionEstablished>(_ => counts.Add(1));
            Receive<ConnectionReset>(_ => counts.Add(-1));
            Receive<MessageReceived>(m =>
            {
                counts.AddMessage();
                if (answers)
                    m.Connection.Send(new CephMessage(MessageType.Ping, new byte[1000]));
            });
            ReceiveAny(_ => { });
        }
    }
}
