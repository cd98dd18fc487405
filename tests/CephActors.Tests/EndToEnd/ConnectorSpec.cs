using CephActors.Framing.V1;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>What a connector of ours does at each answer of an acceptor, in virtual time.</summary>
public sealed class ConnectorSpec(ITestOutputHelper output) : MessengerTest(output, virtualTime: true)
{
    private const uint Nonce = 5;

    private ScriptedListener _listener = null!;
    private Party _osd = null!;
    private Connection _connection = null!;

    [Theory]
    [InlineData(nameof(MessengerTag.Features), "requires features")]
    [InlineData(nameof(MessengerTag.BadProtocolVersion), "peer speaks protocol version 24, we speak 10")]
    [InlineData(nameof(MessengerTag.BadAuthorizer), "peer refused our authorizer")]
    public async Task Connector_should_log_and_try_again_later_when_it_is_refused(string tag, string reason)
    {
        var peer = await DialledAsync();
        await peer.AwaitConnectAsync(Address);
        await EventFilter.Warning(contains: reason).ExpectOneAsync(() => peer.SendReplyAsync(
            ScriptedPeer.Reply(Enum.Parse<MessengerTag>(tag)) with { ProtocolVersion = 24, Features = ulong.MaxValue }));
        await peer.ExpectClosedAsync();
        await ExpectNextTryAsync(TimeSpan.FromMilliseconds(200), connectSeq: 0);
    }

    [Fact]
    public async Task Connector_should_raise_its_global_seq_when_told_so()
    {
        var peer = await DialledAsync();
        var first = await peer.AwaitConnectAsync(Address);
        await peer.SendReplyAsync(ScriptedPeer.Reply(MessengerTag.RetryGlobal, globalSeq: 41));
        var second = await peer.ExpectConnectAsync();
        Assert.Equal(first.Connect with { GlobalSeq = 42 }, second.Connect);
        await peer.LetInAsync(second);
        Assert.Equal(1ul, (await peer.ExpectMessageAsync(seq: 1)).Tid);
    }

    [Fact]
    public async Task Connector_should_take_the_connect_seq_it_is_told()
    {
        var peer = await DialledAsync();
        var first = await peer.AwaitConnectAsync(Address);
        await peer.SendReplyAsync(ScriptedPeer.Reply(MessengerTag.RetrySession, connectSeq: 7));
        var second = await peer.ExpectConnectAsync();
        Assert.Equal(first.Connect with { ConnectSeq = 7 }, second.Connect);
    }

    [Fact]
    public async Task Connector_should_give_up_the_socket_when_it_is_told_a_connect_seq_it_has_passed()
    {
        var peer = await DialledAsync();
        await peer.AwaitConnectAsync(Address);
        await EventFilter.Warning(contains: "asks to retry with connect_seq 0").ExpectOneAsync(
            () => peer.SendReplyAsync(ScriptedPeer.Reply(MessengerTag.RetrySession, connectSeq: 0)));
        await peer.ExpectClosedAsync();
    }

    [Fact]
    public async Task Connector_should_start_a_new_session_and_say_so_when_the_peer_has_lost_it()
    {
        var peer = await DialledAsync();
        await peer.AdmitAsync(Address);
        await peer.ExpectMessageAsync(seq: 1);
        await peer.SendMessageAsync(Ping(70), 1);
        await peer.ExpectAckAsync(1);
        peer.Reset();

        // What was sent and what waits goes with the old session.
        var next = await _listener.AcceptAsync();
        _connection.Send(Ping(2));
        var connect = await next.AwaitConnectAsync(Address);
        Assert.Equal(2u, connect.Connect.ConnectSeq);
        await next.SendReplyAsync(ScriptedPeer.Reply(MessengerTag.ResetSession));
        await _osd.ExpectAsync<ConnectionRemoteReset>(_connection);
        connect = await next.ExpectConnectAsync();
        Assert.Equal(0u, connect.Connect.ConnectSeq);
        Assert.Equal(0ul, await next.LetInAsync(connect));
        await _osd.ExpectAsync<ConnectionEstablished>(_connection);
        _connection.Send(Ping(3));
        var first = await next.ExpectMessageAsync();
        Assert.Equal(3ul, first.Tid);
        Assert.InRange(first.Seq, 1ul, 1ul << 31);
        await next.SendMessageAsync(Ping(71), 1);
        await _osd.ExpectAsync<MessageReceived>(m => m.Message.Tid == 71);
    }

    [Fact]
    public async Task Connector_should_wait_for_the_longest_backoff_when_the_peer_says_wait_and_does_not_come()
    {
        var peer = await DialledAsync();
        await peer.AwaitConnectAsync(Address);
        await peer.SendReplyAsync(ScriptedPeer.Reply(MessengerTag.Wait));
        await peer.ExpectClosedAsync();
        await ExpectNextTryAsync(TimeSpan.FromSeconds(15), connectSeq: 0);
    }

    [Fact]
    public async Task Connector_should_number_from_one_again_when_it_is_answered_ready()
    {
        var peer = await DialledAsync();
        await peer.AwaitConnectAsync(Address);
        await peer.SendReplyAsync(ScriptedPeer.Reply(MessengerTag.Ready, connectSeq: 1, globalSeq: 1));
        await peer.ExpectMessageAsync(seq: 1);
        await peer.SendMessageAsync(Ping(9), 1);
        await peer.ExpectAckAsync(1);
    }

    [Fact]
    public async Task Connector_should_resend_what_the_peer_has_not_seen_under_the_same_numbers()
    {
        var peer = await DialledAsync();
        await peer.AdmitAsync(Address);
        for (ulong tid = 2; tid <= 5; tid++)
            _connection.Send(Ping(tid));
        for (ulong seq = 1; seq <= 5; seq++)
            Assert.Equal(seq, (await peer.ExpectMessageAsync(seq)).Tid);
        await peer.SendAckAsync(2);
        await peer.SendMessageAsync(Ping(80), 1);
        await peer.ExpectAckAsync(1);
        peer.Reset();

        // It had 3 as well; 1 and 2 are gone already.
        var next = await _listener.AcceptAsync();
        Assert.Equal(1ul, await next.AdmitAsync(Address, inSeq: 3));
        Assert.Equal(4ul, (await next.ExpectMessageAsync(seq: 4)).Tid);
        Assert.Equal(5ul, (await next.ExpectMessageAsync(seq: 5)).Tid);
        _connection.Send(Ping(6));
        Assert.Equal(6ul, (await next.ExpectMessageAsync(seq: 6)).Tid);
    }

    [Fact]
    public async Task Connector_should_become_lossy_when_the_acceptor_is()
    {
        var peer = await DialledAsync();
        var connect = await peer.AwaitConnectAsync(Address);
        await peer.LetInAsync(connect, reply: ScriptedPeer.Reply(MessengerTag.Sequence, 1, 1) with { Flags = ConnectReply.LossyFlag });
        await peer.ExpectMessageAsync(seq: 1);
        Assert.True(_connection.Policy.Lossy);
        peer.Reset();
        await _osd.ExpectAsync<ConnectionReset>(_connection);
        Assert.True(_connection.IsClosed);
    }

    [Theory]
    [InlineData("v1:127.0.0.1:6999/5")]
    [InlineData("v1:127.0.0.1:0/6")]
    public async Task Connector_should_not_talk_to_somebody_else_at_the_address_it_dialled(string claimed)
    {
        var peer = await DialledAsync();
        await peer.ExpectBannerAsync();
        var claim = EntityAddress.Parse(claimed);
        await EventFilter.Warning(contains: "claims to be").ExpectOneAsync(
            () => peer.SendServerHelloAsync(claim.Port == 0 ? claim.WithPort(Address.Port) : claim));
        await peer.ExpectClosedAsync();
        await ExpectNextTryAsync(TimeSpan.FromMilliseconds(200), connectSeq: 0);
    }

    [Fact]
    public async Task Connector_should_accept_a_peer_that_does_not_know_its_ip()
    {
        var peer = await DialledAsync();
        await peer.AwaitConnectAsync(EntityAddress.Parse($"v1:0.0.0.0:{Address.Port}/{Nonce}"));
    }

    [Fact]
    public async Task Connector_should_give_up_the_socket_when_features_it_requires_are_missing()
    {
        var peer = await DialledAsync("policies { osd { policy = lossless-peer, features-required = 0x2201 } }");
        await peer.AwaitConnectAsync(Address);
        await EventFilter.Warning(contains: "peer lacks required features 0000000000000200").ExpectOneAsync(
            () => peer.SendReplyAsync(ScriptedPeer.Reply(MessengerTag.Sequence, 1, 1) with { Features = CephFeatures.All & ~0x200ul }));
        await peer.ExpectClosedAsync();
    }

    [Theory]
    [InlineData(0, "UnknownTag")]
    [InlineData((byte)MessengerTag.Message, "UnknownTag")]
    [InlineData(99, "UnknownTag")]
    public async Task Connector_should_give_up_the_socket_when_the_answer_makes_no_sense(byte tag, string reason)
    {
        var peer = await DialledAsync();
        await peer.AwaitConnectAsync(Address);
        await EventFilter.Warning(contains: reason).ExpectOneAsync(() => peer.SendReplyAsync(ScriptedPeer.Reply((MessengerTag)tag)));
        await peer.ExpectClosedAsync();
    }

    [Fact]
    public async Task Connector_should_give_up_the_socket_when_the_answer_announces_too_long_an_authorizer()
    {
        var peer = await DialledAsync();
        await peer.AwaitConnectAsync(Address);
        var reply = new ConnectReplyFrame(ScriptedPeer.Reply(MessengerTag.Ready, 1), []).Encode();
        reply[24] = 0x10;
        await EventFilter.Warning(contains: "AuthorizerTooLong").ExpectOneAsync(() => peer.SendAsync(reply));
        await peer.ExpectClosedAsync();
    }

    [Fact]
    public async Task Connector_should_give_up_the_socket_when_the_banner_is_another_one()
    {
        var peer = await DialledAsync();
        await peer.ExpectBannerAsync();
        await EventFilter.Warning(contains: "BadBanner").ExpectOneAsync(() => peer.SendAsync("ceph v026"u8.ToArray()));
        await peer.ExpectClosedAsync();
    }

    private EntityAddress Address => _listener.Address(Nonce);

    private async Task<ScriptedPeer> DialledAsync(string settings = "")
    {
        _listener = await ScriptedListener.BindAsync(Sys, Network);
        _osd = Create("osd.0", settings);
        _connection = _osd.Messenger.ConnectTo(Address, EntityType.Osd);
        _connection.Send(Ping(1));
        return await _listener.AcceptAsync();
    }

    private async Task ExpectNextTryAsync(TimeSpan after, uint connectSeq)
    {
        await SettleAsync(_osd.Messenger, _connection);
        Time.Advance(after - TimeSpan.FromMilliseconds(1));
        await SettleAsync(_osd.Messenger, _connection);
        await UntilAsync(() => Network.Sockets.Count == 0);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var next = await _listener.AcceptAsync();
        Assert.Equal(connectSeq, (await next.AwaitConnectAsync(Address)).Connect.ConnectSeq);
        Assert.False(_connection.IsClosed);
    }
}
