using CephActors.Framing.V1;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>Both sides dial at once: the connection of the side with the smaller address stands.</summary>
public sealed class RaceSpec(ITestOutputHelper output) : MessengerTest(output)
{
    [Fact]
    public async Task Incoming_attempt_should_win_when_the_peer_sorts_before_us()
    {
        var (osd, connection, listener, outgoing) = await RaceAsync(ownNonce: 9, peerNonce: 3);
        var own = listener.Address(3);
        var incoming = await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
        await incoming.ExchangeHelloAsync(own);
        await incoming.SendConnectAsync(ScriptedPeer.Connect(globalSeq: 1));
        await incoming.ExpectReplyAsync(MessengerTag.RetryGlobal);
        await outgoing.ExpectClosedAsync();
        await incoming.SendConnectAsync(ScriptedPeer.Connect(globalSeq: 2));
        await incoming.ExpectReplyAsync(MessengerTag.Sequence);
        await incoming.ExpectSequenceAsync();
        await incoming.SendSequenceAsync(0);
        Assert.Equal(1ul, (await incoming.ExpectMessageAsync(seq: 1)).Tid);
        await osd.ExpectAsync<ConnectionAccepted>(connection);
        Assert.Same(connection, Assert.Single(osd.Messenger.Connections));
    }

    [Fact]
    public async Task Outgoing_attempt_should_win_when_we_sort_before_the_peer()
    {
        var (osd, connection, listener, outgoing) = await RaceAsync(ownNonce: 3, peerNonce: 9);
        var incoming = await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
        await incoming.ExchangeHelloAsync(listener.Address(9));
        await incoming.SendConnectAsync(ScriptedPeer.Connect());
        await incoming.ExpectReplyAsync(MessengerTag.Wait);
        incoming.Close();

        // It wants a sign of life even with nothing to send, so that it is not left in standby when it fails now.
        await outgoing.LetInAsync(await ConnectOf(outgoing, listener.Address(9)));
        await outgoing.ExpectKeepalive2Async();
        Assert.Equal(1ul, (await outgoing.ExpectMessageAsync(seq: 1)).Tid);
        await osd.ExpectAsync<ConnectionEstablished>(connection);
        Assert.Same(connection, Assert.Single(osd.Messenger.Connections));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(7, 7)]
    public async Task Everything_should_arrive_once_over_one_session_when_two_messengers_dial_each_other(uint nonceA, uint nonceB)
    {
        for (var round = 0; round < 20; round++)
        {
            var a = await StartAsync("osd.1", $"nonce = {nonceA}");
            var b = await StartAsync("osd.2", $"nonce = {nonceB}");
            var (toB, toA) = (a.ConnectTo(b), b.ConnectTo(a));
            for (ulong tid = 1; tid <= 10; tid++)
            {
                toB.Send(Ping(tid));
                toA.Send(Ping(tid));
            }

            await a.ExpectMessagesAsync(10);
            await b.ExpectMessagesAsync(10);
            await UntilAsync(() => toA.IsConnected && toB.IsConnected);
            await a.FenceAsync();
            await b.FenceAsync();
            var numbers = Enumerable.Range(1, 10).Select(n => (ulong)n);
            Assert.Equal(numbers, a.Messages.Select(m => m.Tid));
            Assert.Equal(numbers, b.Messages.Select(m => m.Tid));
            Assert.Same(toB, Assert.Single(a.Messenger.Connections));
            Assert.Same(toA, Assert.Single(b.Messenger.Connections));
            Assert.DoesNotContain(a.Seen.Concat(b.Seen), e => e is ConnectionRemoteReset);
            await a.Messenger.ShutdownAsync();
            await b.Messenger.ShutdownAsync();
        }
    }

    [Fact]
    public async Task ConnectTo_should_begin_a_session_when_the_peer_was_told_that_there_is_none()
    {
        var osd = await StartAsync("osd.1", "nonce = 3, default-policy = lossless-peer-reuse");
        var listener = await ScriptedListener.BindAsync(Sys, Network);
        var peer = listener.Address(9);
        var incoming = await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
        await incoming.ExchangeHelloAsync(peer);
        await incoming.SendConnectAsync(ScriptedPeer.Connect(connectSeq: 5));
        await incoming.ExpectReplyAsync(MessengerTag.ResetSession);

        // The accepted connection, dialling, would count on from a session that the peer takes for the one it knows.
        Assert.Empty(osd.Messenger.Connections);
        var connection = osd.Messenger.ConnectTo(peer, EntityType.Osd);
        connection.Send(Ping(1));
        var outgoing = await listener.AcceptAsync();
        var connect = await outgoing.AwaitConnectAsync(peer);
        Assert.Equal(0u, connect.Connect.ConnectSeq);

        // The peer follows the answer meanwhile, and the two meet as in any race.
        await incoming.SendConnectAsync(ScriptedPeer.Connect(connectSeq: 0, globalSeq: 2));
        await incoming.ExpectReplyAsync(MessengerTag.Wait);
        await outgoing.LetInAsync(connect);
        await osd.ExpectAsync<ConnectionEstablished>(connection);
        Assert.Same(connection, Assert.Single(osd.Messenger.Connections));
    }

    /// <summary>Our attempt has sent its hello and waits for the peer's.</summary>
    private async Task<(Party Osd, Connection Connection, ScriptedListener Listener, ScriptedPeer Outgoing)> RaceAsync(uint ownNonce, uint peerNonce)
    {
        var listener = await ScriptedListener.BindAsync(Sys, Network);
        var osd = await StartAsync("osd.0", $"nonce = {ownNonce}");
        var connection = osd.Messenger.ConnectTo(listener.Address(peerNonce), EntityType.Osd);
        connection.Send(Ping(1));
        var outgoing = await listener.AcceptAsync();
        await outgoing.ExpectBannerAsync();
        return (osd, connection, listener, outgoing);
    }

    private static async Task<ConnectFrame> ConnectOf(ScriptedPeer outgoing, EntityAddress own)
    {
        await outgoing.SendServerHelloAsync(own);
        await outgoing.ExpectClientAddressAsync();
        return await outgoing.ExpectConnectAsync();
    }
}
