using CephActors.Framing.V1;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>A peer comes in on a second socket while its first is there.</summary>
public sealed class ReplacementSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private static readonly EntityAddress Own = EntityAddress.Parse("v1:127.0.0.1:6999/1");
    private static readonly ConnectMessage Client =
        ScriptedPeer.Connect() with { HostType = EntityType.Client, ProtocolVersion = 24, Flags = ConnectMessage.LossyFlag };

    [Fact]
    public async Task Newer_connection_of_a_registered_lossy_client_should_end_the_older()
    {
        var osd = await StartAsync("osd.0", "default-policy = stateless-registered-server");
        var first = await ConnectAsync(osd);
        await first.OpenAsync(Own, Client);
        await first.SendMessageAsync(Ping(1), 1);
        var older = (await osd.ExpectAsync<MessageReceived>()).Connection;
        var second = await ConnectAsync(osd);
        await second.OpenAsync(Own, Client with { GlobalSeq = 2 });
        await first.ExpectClosedAsync();
        await osd.ExpectAsync<ConnectionRemoteReset>(older);
        await osd.ExpectAsync<ConnectionReset>(older);
        await second.SendMessageAsync(Ping(2), 1);
        var newer = (await osd.ExpectAsync<MessageReceived>()).Connection;
        Assert.NotSame(older, newer);
        Assert.True(older.IsClosed);
        Assert.Same(newer, Assert.Single(osd.Messenger.Connections));
    }

    [Fact]
    public async Task Connections_of_an_unregistered_lossy_client_should_stand_side_by_side()
    {
        var osd = await StartAsync("osd.0", "default-policy = stateless-server");
        var (first, second) = (await ConnectAsync(osd), await ConnectAsync(osd));
        await first.OpenAsync(Own, Client);
        await second.OpenAsync(Own, Client);
        await first.SendMessageAsync(Ping(1), 1);
        await second.SendMessageAsync(Ping(2), 1);
        var received = await osd.ExpectMessagesAsync(2);
        Assert.NotSame(received[0].Connection, received[1].Connection);
        Assert.Empty(osd.Messenger.Connections);
    }

    [Fact]
    public async Task Socket_should_move_into_the_session_with_nothing_lost_when_messages_wait_and_one_is_half_read()
    {
        var osd = await StartAsync("osd.0");
        var first = await ConnectAsync(osd);
        await first.OpenAsync(Own);
        await first.SendMessageAsync(Ping(1), 1);
        await first.ExpectAckAsync(1);
        var connection = (await osd.ExpectAsync<MessageReceived>()).Connection;
        connection.Send(Ping(51));
        Assert.Equal(51ul, (await first.ExpectMessageAsync(seq: 1)).Tid);
        await first.SendAsync(ScriptedPeer.Encode(Ping(2, size: 1000), 2).AsMemory(0, 500));
        await UntilAsync(() => osd.Messenger.Services.Throttles.Bytes.Current == 1000);

        var second = await ConnectAsync(osd);
        await second.ExchangeHelloAsync(Own);
        await second.SendConnectAsync(ScriptedPeer.Connect(connectSeq: 2, globalSeq: 2));
        await second.ExpectReplyAsync(MessengerTag.RetryGlobal);
        await first.ExpectClosedAsync();
        connection.Send(Ping(52));
        await second.SendConnectAsync(ScriptedPeer.Connect(connectSeq: 2, globalSeq: 3));
        Assert.Equal(3u, (await second.ExpectReplyAsync(MessengerTag.Sequence)).ConnectSeq);
        Assert.Equal(1ul, await second.ExpectSequenceAsync());
        await second.SendSequenceAsync(0);
        Assert.Equal(51ul, (await second.ExpectMessageAsync(seq: 1)).Tid);
        Assert.Equal(52ul, (await second.ExpectMessageAsync(seq: 2)).Tid);
        await second.SendMessageAsync(Ping(2, size: 1000), 2);
        await second.ExpectAckAsync(2);
        await osd.ExpectAsync<MessageReceived>(m => m.Connection == connection && m.Message.Tid == 2);

        // The connection that brought the socket was never heard of, and ends with a reset.
        Assert.NotSame(connection, Assert.Single(osd.Seen.OfType<ConnectionReset>()).Connection);
    }

    [Fact]
    public async Task Third_socket_should_be_put_off_while_the_second_is_being_moved_in()
    {
        var osd = await StartAsync("osd.0");
        await (await ConnectAsync(osd)).OpenAsync(Own);
        var second = await ConnectAsync(osd);
        await second.ExchangeHelloAsync(Own);
        await second.SendConnectAsync(ScriptedPeer.Connect(connectSeq: 2, globalSeq: 2));
        await second.ExpectReplyAsync(MessengerTag.RetryGlobal);
        var third = await ConnectAsync(osd);
        await third.ExchangeHelloAsync(Own);
        await third.SendConnectAsync(ScriptedPeer.Connect(connectSeq: 3, globalSeq: 9));
        Assert.Equal(1u, (await third.ExpectReplyAsync(MessengerTag.RetryGlobal)).GlobalSeq);

        // The second gives up: the session waits, and takes the third.
        second.Close();
        await second.DrainAsync();
        await UntilAsync(() => Network.Sockets.Count == 2);
        await third.SendConnectAsync(ScriptedPeer.Connect(connectSeq: 3, globalSeq: 10));
        await third.ExpectReplyAsync(MessengerTag.RetryGlobal);
        await third.SendConnectAsync(ScriptedPeer.Connect(connectSeq: 3, globalSeq: 11));
        await third.ExpectReplyAsync(MessengerTag.Sequence);
    }

    [Fact]
    public async Task Session_should_end_with_the_socket_it_is_about_to_take_when_it_is_marked_down()
    {
        var osd = await StartAsync("osd.0");
        await (await ConnectAsync(osd)).OpenAsync(Own);
        var connection = (await osd.ExpectAsync<ConnectionAccepted>()).Connection;
        var second = await ConnectAsync(osd);
        await second.ExchangeHelloAsync(Own);
        await second.SendConnectAsync(ScriptedPeer.Connect(connectSeq: 2, globalSeq: 2));
        await second.ExpectReplyAsync(MessengerTag.RetryGlobal);
        connection.MarkDown();
        await second.ExpectClosedAsync();
        await UntilAsync(() => Network.Sockets.Count == 0);
        await osd.FenceAsync();
        Assert.DoesNotContain(osd.Seen, e => e is ConnectionReset r && r.Connection == connection);
        Assert.Empty(osd.Messenger.Connections);
    }

    private Task<ScriptedPeer> ConnectAsync(Party osd) => ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
}
