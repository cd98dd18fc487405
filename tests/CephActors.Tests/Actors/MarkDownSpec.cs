using CephActors.Framing.V1;
using CephActors.Tests.EndToEnd;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>Marking connections down: silent by the handle, with a reset by the messenger, at whatever point they are.</summary>
public sealed class MarkDownSpec(ITestOutputHelper output) : MessengerTest(output)
{
    /// <summary>Points of a connection's life.</summary>
    public enum Point
    {
        Backoff,
        Dialled,
        Handshake,
        Confirming,
        Open,
        Standby,
        Waiting,
    }

    public static TheoryData<Point, bool> Cases
    {
        get
        {
            var cases = new TheoryData<Point, bool>();
            foreach (var point in Enum.GetValues<Point>())
            {
                cases.Add(point, false);
                cases.Add(point, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Connection_should_end_and_a_new_one_begin_when_it_is_marked_down(Point point, bool byMessenger)
    {
        var listener = await ScriptedListener.BindAsync(Sys, Network);
        var target = listener.Address(1);
        var osd = await StartAsync("osd.0", "max-backoff = 1h, initial-backoff = 1h");
        var connection = osd.Messenger.ConnectTo(target, EntityType.Osd);
        var peer = await BringToAsync(point, osd, connection, listener);
        await osd.FenceAsync();

        if (byMessenger)
            osd.Messenger.MarkDown(new EntityAddressVector(target));
        else
            connection.MarkDown();

        Assert.True(connection.IsClosed);
        Assert.False(connection.IsConnected);
        Assert.Equal(SendResult.Closed, connection.Send(Ping(2)));
        var again = osd.Messenger.ConnectTo(target, EntityType.Osd);
        Assert.NotSame(connection, again);
        if (peer is not null)
            await peer.DrainAsync();
        await UntilGoneAsync(osd, connection);
        if (byMessenger)
            await osd.ExpectAsync<ConnectionReset>(connection);
        Assert.DoesNotContain(await osd.FenceAsync(), e => e is ConnectionReset or ConnectionRemoteReset);
        Assert.Equal(0, connection.Outbox.HeldMessages);
        await UntilAsync(() => point is Point.Backoff || osd.Messenger.Connections.Contains(again));
    }

    [Fact]
    public async Task Accepted_connection_should_end_when_it_is_marked_down()
    {
        var (a, b, toB, toA) = await TalkAsync("lossless-peer", "lossless-peer");
        toA.MarkDown();
        await UntilAsync(() => !toB.IsConnected);
        await UntilGoneAsync(b, toA);
        Assert.Empty(await b.FenceAsync());

        // The other side waits, and meets a peer without its session when it has something to send: that goes with the old one.
        toB.Send(Ping(2));
        await a.ExpectAsync<ConnectionRemoteReset>(toB);
        await a.ExpectAsync<ConnectionEstablished>(toB);
        toB.Send(Ping(3));
        var received = await b.ExpectAsync<MessageReceived>();
        Assert.Equal(3ul, received.Message.Tid);
        Assert.NotSame(toA, received.Connection);
    }

    [Fact]
    public async Task Nothing_more_should_be_dispatched_when_a_dispatcher_marks_the_connection_down()
    {
        var b = CreateMessenger("osd.2", "dispatch-window = 1");
        var probe = CreateTestProbe();
        var gate = new TaskCompletionSource();
        var dispatcher = Sys.ActorOf(Akka.Actor.Props.Create(() => new MarksDown(probe, gate.Task)));
        b.AddDispatcherTail(dispatcher);
        var addresses = await b.BindAsync(AnyPort);
        var a = Create("osd.1");
        var toB = a.Messenger.ConnectTo(addresses, EntityType.Osd);
        for (ulong tid = 1; tid <= 500; tid++)
            toB.Send(Ping(tid));
        await AwaitAssertAsync(async () => Assert.Equal(499, (await b.GetDispatchStatusAsync()).Length), Patience);
        gate.SetResult();
        Assert.Equal(1ul, (await probe.ExpectMsgAsync<CephMessage>()).Tid);
        b.Loopback.Send(Ping(0, priority: 1));
        Assert.Equal(0ul, (await probe.ExpectMsgAsync<CephMessage>()).Tid);
    }

    [Fact]
    public async Task Disposable_connection_should_live_until_its_next_fault()
    {
        var (a, _, toB, toA) = await TalkAsync("lossless-peer", "lossless-peer");
        toB.MarkDisposable();
        toB.Send(Ping(2));
        await SettleAsync(a.Messenger, toB);
        Assert.True(toB.IsConnected && toB.Policy.Lossy);
        Network.Cut(_ => true);
        await a.ExpectAsync<ConnectionReset>(toB);
        Assert.True(toB.IsClosed);
        await UntilAsync(() => !toA.IsConnected);
        Assert.False(toA.IsClosed);
    }

    [Fact]
    public async Task Every_connection_should_be_reset_when_all_are_marked_down()
    {
        var b = await StartAsync("osd.2", "default-policy = stateless-server");
        var c = await StartAsync("osd.3");
        var a = await StartAsync("osd.1");
        Connection[] connections = [a.ConnectTo(b), a.ConnectTo(c), a.ConnectTo(b, anonymous: true)];
        foreach (var connection in connections)
            connection.Send(Ping(1));
        await b.ExpectMessagesAsync(2);
        var accepted = (await c.ExpectAsync<MessageReceived>()).Connection;
        var incoming = c.ConnectTo(a);
        Assert.Same(accepted, incoming);

        a.Messenger.MarkDownAll();
        foreach (var _ in connections)
            await a.ExpectAsync<ConnectionReset>();
        Assert.All(connections, x => Assert.True(x.IsClosed));
        Assert.Empty(a.Messenger.Connections);
        await a.FenceAsync();
        Assert.Equal(3, a.Seen.Count(e => e is ConnectionReset));

        a.ConnectTo(c).Send(Ping(2));
        Assert.Equal(2ul, (await c.ExpectAsync<MessageReceived>()).Message.Tid);
    }

    private async Task<(Party A, Party B, Connection ToB, Connection ToA)> TalkAsync(string connecting, string accepting)
    {
        var a = await StartAsync("osd.1", $"default-policy = {connecting}");
        var b = await StartAsync("osd.2", $"default-policy = {accepting}");
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        var toA = (await b.ExpectAsync<MessageReceived>()).Connection;
        await UntilAsync(() => toB.IsConnected && toB.Outbox.HeldMessages == 0);
        return (a, b, toB, toA);
    }

    private async Task<ScriptedPeer?> BringToAsync(Point point, Party osd, Connection connection, ScriptedListener listener)
    {
        var own = listener.Address(1);
        var peer = await listener.AcceptAsync();
        await peer.ExpectBannerAsync();
        if (point == Point.Dialled)
            return peer;
        await peer.SendServerHelloAsync(own);
        await peer.ExpectClientAddressAsync();
        var connect = await peer.ExpectConnectAsync();
        switch (point)
        {
            case Point.Handshake:
                return peer;
            case Point.Confirming:
                await peer.SendReplyAsync(ScriptedPeer.Reply(MessengerTag.Sequence, 1, 1));
                return peer;
            case Point.Waiting:
                await peer.SendReplyAsync(ScriptedPeer.Reply(MessengerTag.Wait));
                await peer.ExpectClosedAsync();
                return null;
            case Point.Backoff:
                connection.Send(Ping(1));
                await SettleAsync(osd.Messenger, connection);
                peer.Reset();
                await UntilAsync(() => Network.Sockets.Count == 0);
                return null;
        }

        await peer.LetInAsync(connect);
        await osd.ExpectAsync<ConnectionEstablished>(connection);
        if (point == Point.Open)
        {
            connection.Send(Ping(1));
            await peer.ExpectMessageAsync();
            return peer;
        }

        peer.Close();
        await UntilAsync(() => !connection.IsConnected);
        await peer.DrainAsync();
        return null;
    }

    private async Task UntilGoneAsync(Party party, Connection connection)
    {
        while (await SettleAsync(party.Messenger, connection))
        {
        }
    }

    private sealed class MarksDown : Akka.Actor.ReceiveActor
    {
        public MarksDown(Akka.Actor.ICanTell probe, Task gate) => ReceiveAsync<MessageReceived>(async m =>
        {
            await gate;
            m.Connection.MarkDown();
            probe.Tell(m.Message, Self);
        });
    }
}
