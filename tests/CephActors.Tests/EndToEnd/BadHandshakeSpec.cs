using CephActors.Framing.V1;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>Peers that break the handshake: each is told apart in the log and loses its socket, and nothing else happens.</summary>
public sealed class BadHandshakeSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private static readonly EntityAddress Own = EntityAddress.Parse("v1:127.0.0.1:6999/1");

    private Party _osd = null!;

    [Fact]
    public Task Acceptor_should_refuse_when_the_banner_is_another_one() =>
        RefuseAsync("BadBanner", peer => peer.SendAsync("ceph v2\n"u8.ToArray()));

    [Fact]
    public Task Acceptor_should_refuse_at_the_first_wrong_byte_when_the_banner_is_not_whole() =>
        RefuseAsync("BadBanner", peer => peer.SendAsync("G"u8.ToArray()));

    [Fact]
    public Task Acceptor_should_refuse_when_the_address_is_in_no_form_of_the_handshake() =>
        RefuseAsync("BadAddress", async peer =>
        {
            var hello = new ClientHello(Own).Encode();
            hello[Banner.WireSize] = 3;
            await peer.SendAsync(hello);
        });

    [Fact]
    public Task Acceptor_should_refuse_when_the_entity_type_takes_more_than_a_byte() =>
        RefuseAsync("BadEntityType", peer => ConnectAsync(peer, bytes => bytes[9] = 1));

    [Fact]
    public Task Acceptor_should_refuse_when_the_authorizer_is_too_long() =>
        RefuseAsync("AuthorizerTooLong", peer => ConnectAsync(peer, bytes => bytes[31] = 0x7f));

    [Fact]
    public Task Acceptor_should_refuse_when_the_authorizer_length_is_negative() =>
        RefuseAsync("AuthorizerTooLong", peer => ConnectAsync(peer, bytes => bytes.AsSpan(28, 4).Fill(0xff)));

    [Theory]
    [InlineData(4)]
    [InlineData(100)]
    [InlineData(Banner.WireSize + LegacyAddress.WireSize + 7)]
    [InlineData(Banner.WireSize + LegacyAddress.WireSize + ConnectMessage.WireSize + 5)]
    public Task Acceptor_should_refuse_when_the_peer_closes_in_the_middle(int after) =>
        RefuseAsync("Truncated", async peer =>
        {
            byte[] whole = [.. new ClientHello(Own).Encode(), .. new ConnectFrame(ScriptedPeer.Connect(), ScriptedPeer.NoneAuthorizer()).Encode()];
            await peer.SendAsync(whole.AsMemory(0, after));
            peer.Close();
        });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    public Task Acceptor_should_say_so_and_go_on_when_the_authorizer_is_unreadable(int length) =>
        GoOnAsync(MessengerTag.BadAuthorizer, ScriptedPeer.Connect(), ScriptedPeer.NoneAuthorizer()[..length]);

    [Fact]
    public Task Acceptor_should_say_so_and_go_on_when_nobody_is_of_that_entity_type() =>
        GoOnAsync(MessengerTag.BadProtocolVersion, ScriptedPeer.Connect() with { HostType = (EntityType)3 });

    [Fact]
    public async Task Acceptor_should_close_when_the_peer_closes_instead_of_confirming()
    {
        var peer = await DialAsync();
        await peer.ExchangeHelloAsync(Own);
        await peer.SendConnectAsync(ScriptedPeer.Connect());
        await peer.ExpectReplyAsync(MessengerTag.Sequence);
        await peer.ExpectSequenceAsync();
        await peer.SendAsync(new byte[3]);
        peer.Close();
        await peer.DrainAsync();
        await UntilAsync(() => Network.Sockets.Count == 0);
        Assert.Empty(_osd.Messages);
    }

    private async Task<ScriptedPeer> DialAsync()
    {
        _osd = await StartAsync("osd.0");
        return await ScriptedPeer.ConnectAsync(Sys, Network, _osd.Addresses[0]);
    }

    private async Task RefuseAsync(string reason, Func<ScriptedPeer, Task> script)
    {
        var peer = await DialAsync();
        await EventFilter.Warning(contains: reason).ExpectOneAsync(async () =>
        {
            await script(peer);
            await peer.DrainAsync();
        });

        await UntilAsync(() => Network.Sockets.Count == 0);
        await _osd.ExpectAsync<ConnectionReset>(e => e.Reason.Contains(reason));
        Assert.Empty(await _osd.FenceAsync());
        Assert.Empty(_osd.Messenger.Connections);
    }

    private async Task GoOnAsync(MessengerTag tag, ConnectMessage connect, byte[]? authorizer = null)
    {
        var peer = await DialAsync();
        await EventFilter.Warning(contains: $"connect answered with {tag}").ExpectOneAsync(async () =>
        {
            await peer.ExchangeHelloAsync(Own);
            await peer.SendConnectAsync(connect, authorizer);
            await peer.ExpectReplyAsync(tag);
        });

        await peer.SendConnectAsync(ScriptedPeer.Connect());
        await peer.ExpectReplyAsync(MessengerTag.Sequence);
    }

    private static async Task ConnectAsync(ScriptedPeer peer, Action<byte[]> damage)
    {
        await peer.ExchangeHelloAsync(Own);
        var connect = new ConnectFrame(ScriptedPeer.Connect(), ScriptedPeer.NoneAuthorizer()).Encode();
        damage(connect);
        await peer.SendAsync(connect);
    }
}
