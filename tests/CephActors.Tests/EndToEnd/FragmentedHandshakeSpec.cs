using CephActors.Framing.V1;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>However the bytes of a handshake are cut into pieces, it is the same handshake.</summary>
public sealed class FragmentedHandshakeSpec(ITestOutputHelper output) : MessengerTest(output)
{
    [Fact]
    public async Task Session_should_open_when_the_handshake_comes_one_byte_at_a_time()
    {
        var (osd, peer, own) = await MeetAsync();
        await SingleAsync(peer, new ClientHello(own).Encode());
        await peer.ExpectServerHelloAsync();
        await SingleAsync(peer, Connect);
        await peer.ExpectReplyAsync(MessengerTag.Sequence);
        await peer.ExpectSequenceAsync();
        await SingleAsync(peer, new byte[sizeof(ulong)]);
        await SingleAsync(peer, ScriptedPeer.Encode(Ping(1, size: 100), 1));
        Assert.Equal(1ul, (await osd.ExpectAsync<MessageReceived>()).Message.Tid);
    }

    [Fact]
    public async Task Session_should_open_when_a_message_is_glued_to_the_last_byte_of_the_handshake()
    {
        var (osd, peer, own) = await MeetAsync();
        await peer.ExchangeHelloAsync(own);
        await peer.SendAsync(Connect);
        await peer.ExpectReplyAsync(MessengerTag.Sequence);
        await peer.ExpectSequenceAsync();
        await peer.SendAsync(new byte[sizeof(ulong)].Concat(ScriptedPeer.Encode(Ping(1), 1)).ToArray());
        Assert.Equal(1ul, (await osd.ExpectAsync<MessageReceived>()).Message.Tid);
    }

    [Fact]
    public async Task Session_should_open_when_the_whole_of_it_comes_in_one_piece()
    {
        var (osd, peer, own) = await MeetAsync();
        await peer.SendAsync(new ClientHello(own).Encode().Concat(Connect).Concat(new byte[sizeof(ulong)]).Concat(ScriptedPeer.Encode(Ping(1), 1)).ToArray());
        Assert.Equal(1ul, (await osd.ExpectAsync<MessageReceived>()).Message.Tid);
        await peer.ExpectServerHelloAsync();
        await peer.ExpectReplyAsync(MessengerTag.Sequence);
    }

    private static byte[] Connect => new ConnectFrame(
        ScriptedPeer.Connect(), ScriptedPeer.NoneAuthorizer()).Encode();

    private async Task<(Party Osd, ScriptedPeer Peer, EntityAddress Own)> MeetAsync()
    {
        var osd = await StartAsync("osd.0");
        return (osd, await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]), EntityAddress.Parse("v1:127.0.0.1:7001/3"));
    }

    private static async Task SingleAsync(ScriptedPeer peer, byte[] bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
            await peer.SendAsync(bytes.AsMemory(i, 1));
    }
}
