using CephActors.Framing.V1;
using CephActors.Tests.EndToEnd;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>Sessions without a socket: who waits, who comes back, and what wakes whom.</summary>
public sealed class StandbySpec(ITestOutputHelper output) : MessengerTest(output)
{
    [Fact]
    public async Task Peer_should_wait_until_there_is_something_to_send_when_its_socket_is_lost_at_rest()
    {
        var (a, b, toB, toA) = await TalkAsync("lossless-peer", "lossless-peer");
        await CutAsync(toA, toB);
        await UntilAsync(() => Network.Sockets.Count == 0);
        toB.Send(Ping(2));
        Assert.Same(toA, (await b.ExpectAsync<MessageReceived>()).Connection);
        await UntilAsync(() => toB.Outbox.HeldMessages == 0);
        await CutAsync(toA, toB);
        toA.Send(Ping(3));
        Assert.Same(toB, (await a.ExpectAsync<MessageReceived>()).Connection);
        Assert.DoesNotContain(a.Seen.Concat(b.Seen), e => e is ConnectionReset { Connection: var c } && (c == toA || c == toB));
    }

    [Fact]
    public async Task Keepalive_should_not_wake_a_session_but_be_sent_when_it_is_awake()
    {
        var (a, b, toB, toA) = await TalkAsync("lossless-peer", "lossless-peer");
        await CutAsync(toA, toB);
        toB.SendKeepalive();
        await SettleAsync(a.Messenger, toB);
        await UntilAsync(() => Network.Sockets.Count == 0);
        Assert.Null(toA.LastKeepalive);
        toB.Send(Ping(2));
        await b.ExpectAsync<MessageReceived>();
        await UntilAsync(() => toB.LastKeepaliveAck is not null);
        Assert.NotNull(toA.LastKeepalive);
    }

    [Fact]
    public async Task Lossless_server_should_never_dial_and_send_what_waits_when_its_client_is_back()
    {
        var listener = await ScriptedListener.BindAsync(Sys, Network);
        var server = await StartAsync("mds.0", "default-policy = stateful-server");
        var own = listener.Address(4);
        var client = await ScriptedPeer.ConnectAsync(Sys, Network, server.Addresses[0]);
        await client.OpenAsync(own, Client(0, 1));
        await client.SendMessageAsync(Ping(1), 1);
        await client.ExpectAckAsync(1);
        var connection = (await server.ExpectAsync<MessageReceived>()).Connection;
        client.Reset();
        await UntilAsync(() => !connection.IsConnected);
        connection.Send(Ping(2));
        connection.Send(Ping(3));
        await SettleAsync(server.Messenger, connection);
        await UntilAsync(() => Network.Sockets.Count == 0);

        var back = await ScriptedPeer.ConnectAsync(Sys, Network, server.Addresses[0]);
        await back.ExchangeHelloAsync(own);
        await back.SendConnectAsync(Client(2, 2));
        await back.ExpectReplyAsync(MessengerTag.RetryGlobal);
        await back.SendConnectAsync(Client(2, 3));
        await back.ExpectReplyAsync(MessengerTag.Sequence);
        Assert.Equal(1ul, await back.ExpectSequenceAsync());
        await back.SendSequenceAsync(0);
        Assert.Equal(2ul, (await back.ExpectMessageAsync(seq: 1)).Tid);
        Assert.Equal(3ul, (await back.ExpectMessageAsync(seq: 2)).Tid);
    }

    [Fact]
    public async Task Lossless_client_should_come_back_at_once_when_its_socket_is_lost_at_rest()
    {
        var (a, b, toB, toA) = await TalkAsync("lossless-client", "stateful-server");
        toA.Send(Ping(2));
        await a.ExpectAsync<MessageReceived>();
        Network.Cut(_ => true);
        await a.ExpectAsync<ConnectionEstablished>(toB);
        await b.ExpectAsync<ConnectionAccepted>(toA);
    }

    private static ConnectMessage Client(uint connectSeq, uint globalSeq) =>
        ScriptedPeer.Connect(connectSeq, globalSeq) with { HostType = EntityType.Client, ProtocolVersion = 32 };

    private async Task CutAsync(Connection toA, Connection toB)
    {
        Network.Cut(_ => true);
        await UntilAsync(() => !toA.IsConnected && !toB.IsConnected && Network.Sockets.Count == 0);
    }

    private async Task<(Party A, Party B, Connection ToB, Connection ToA)> TalkAsync(string connecting, string accepting)
    {
        var a = await StartAsync("osd.1", $"default-policy = {connecting}");
        var b = await StartAsync("osd.2", $"default-policy = {accepting}");
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        var toA = (await b.ExpectAsync<MessageReceived>()).Connection;
        await a.ExpectAsync<ConnectionEstablished>(toB);
        await UntilAsync(() => toB.Outbox.HeldMessages == 0);
        return (a, b, toB, toA);
    }
}
