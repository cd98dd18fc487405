using Akka.Actor;
using CephActors.Tests.EndToEnd;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>When acknowledgements are written that have nothing to join, in virtual time.</summary>
public sealed class AckSpec(ITestOutputHelper output) : MessengerTest(output, virtualTime: true)
{
    private static readonly EntityAddress Own = EntityAddress.Parse("v1:127.0.0.1:6999/1");

    // With a window of one, dispatch is behind with more than four messages.
    private const int InTime = 4;
    private const int Behind = 5;

    private readonly TaskCompletionSource _gate = new();
    private CephMessenger _osd = null!;

    [Fact]
    public async Task Ack_should_be_written_alone_when_dispatch_is_in_time()
    {
        var peer = await SendAsync(InTime);
        await peer.ExpectAckAsync(InTime);
        _gate.SetResult();
    }

    [Fact]
    public async Task Ack_should_wait_for_what_is_written_when_dispatch_is_behind()
    {
        var peer = await SendAsync(Behind);
        var stamp = new UTime(7, 8);

        await peer.SendKeepalive2Async(stamp);

        Assert.Equal(stamp, await peer.ExpectKeepalive2AckAsync());
        await peer.ExpectAckAsync(Behind);
        _gate.SetResult();
    }

    [Fact]
    public async Task Ack_should_be_written_alone_in_the_end_when_dispatch_stays_behind()
    {
        var peer = await SendAsync(Behind);
        for (ulong round = 1; round <= 3; round++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(40));
            await peer.ExpectAckAsync(round * Behind);
            await SendAsync(peer, Behind, round * Behind);
        }

        _gate.SetResult();
    }

    private async Task<ScriptedPeer> SendAsync(int messages)
    {
        _osd = CreateMessenger("osd.2", "dispatch-window = 1");
        _osd.AddDispatcherTail(Sys.ActorOf(Props.Create(() => new SlowDispatcher(_gate.Task))), new DispatcherOptions { Events = false });
        var addresses = await _osd.BindAsync(AnyPort).WaitAsync(Patience);
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, addresses[0]);
        await peer.OpenAsync(Own);
        await SendAsync(peer, messages, 0);
        return peer;
    }

    /// <summary>Returns when all of them wait for the dispatcher and the connection has done what it does at once.</summary>
    private async Task SendAsync(ScriptedPeer peer, int messages, ulong last)
    {
        var tids = Enumerable.Range(1, messages).Select(i => last + (ulong)i);
        await peer.SendAsync(tids.SelectMany(tid => ScriptedPeer.Encode(Ping(tid), tid)).ToArray());
        await AwaitAssertAsync(
            async () => Assert.Equal((int)last + messages - 1, (await _osd.GetDispatchStatusAsync()).Length), Patience);
        Assert.True(await SettleAsync(_osd, Assert.Single(_osd.Services.Peers.Snapshot())));
    }

    private sealed class SlowDispatcher : ReceiveActor
    {
        public SlowDispatcher(Task gate) => ReceiveAsync<MessageReceived>(_ => gate);
    }
}
