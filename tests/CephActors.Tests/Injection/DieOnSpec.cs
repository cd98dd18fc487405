using Akka.Event;
using CephActors.Tests.Actors;
using CephActors.Tests.EndToEnd;
using Xunit.Abstractions;

namespace CephActors.Tests.Injection;

/// <summary>What peers do that ends a connection for good, with an error in the log, where that is wanted.</summary>
public sealed class DieOnSpec(ITestOutputHelper output) : MessengerTest(output)
{
    public static TheoryData<string> Options => ["die-on-skipped-message", "die-on-old-message", "die-on-bad-message", "die-on-unhandled-message"];

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Connection_should_end_with_an_error_and_a_reset_when_it_is_asked_for(string option)
    {
        ErrorsExpected = 1;
        var (b, peer) = await OpenAsync($"injection {{ allowed = on, {option} = on }}");
        var connection = b.Messenger.Connections.Single();
        await EventFilter.Custom<Error>(e => e.Message.ToString()!.Contains(option, StringComparison.Ordinal)).ExpectOneAsync(async () =>
        {
            await OffendAsync(peer, option);
            await b.ExpectAsync<ConnectionReset>(connection);
        });
        Assert.True(connection.IsClosed);
        Assert.Empty(b.Messenger.Connections);
        await UntilAsync(() => b.Messenger.Services.Throttles.Messages.Current == 0);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Connection_should_live_on_when_it_is_not_asked_for(string option)
    {
        var (b, peer) = await OpenAsync("injection.allowed = on");
        var connection = b.Messenger.Connections.Single();
        await OffendAsync(peer, option);
        if (option == "die-on-bad-message")
            await UntilAsync(() => !connection.IsConnected);
        else
            await peer.ExpectAckAsync(option == "die-on-skipped-message" ? 9ul : option == "die-on-old-message" ? 3ul : 1ul);
        Assert.False(connection.IsClosed);
        Assert.DoesNotContain(await b.FenceAsync(), e => e is ConnectionReset);
    }

    private static async Task OffendAsync(ScriptedPeer peer, string option)
    {
        switch (option)
        {
            case "die-on-skipped-message":
                await peer.SendMessageAsync(Ping(1), 9);
                break;
            case "die-on-old-message":
                // In one piece: the connection may be gone before a piece that comes later.
                await peer.SendMessageAsync(Ping(1), 2);
                await peer.SendAsync(new byte[][] { ScriptedPeer.Encode(Ping(1), 2), ScriptedPeer.Encode(Ping(1), 3) }.SelectMany(b => b).ToArray());
                break;
            case "die-on-bad-message":
                await peer.SendAsync(new byte[] { 0xee });
                break;
            default:
                await peer.SendMessageAsync(new CephMessage(MessageType.MonMap), 1);
                break;
        }
    }

    private async Task<(Party B, ScriptedPeer Peer)> OpenAsync(string settings)
    {
        var b = new Party(CreateProbe(CreateMessenger("osd.2", settings), new DispatcherOptions { Types = [MessageType.Ping] }));
        await b.Messenger.BindAsync(AnyPort).WaitAsync(Patience);
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, b.Addresses[0]);
        await peer.OpenAsync(EntityAddress.Parse("v1:127.0.0.1:6999/1"));
        await b.ExpectAsync<ConnectionAccepted>();
        return (b, peer);
    }
}
