using CephActors.Framing.V1;
using CephActors.Injection;
using CephActors.Tests.Actors;
using CephActors.Tests.EndToEnd;
using Xunit.Abstractions;

namespace CephActors.Tests.Injection;

/// <summary>Rests where races hide, on virtual time: what they hold up comes after them and not before.</summary>
public sealed class InternalDelaysSpec(ITestOutputHelper output)
    : MessengerTest(output, virtualTime: true, "ceph.messenger { connection-ready-timeout = 1h, injection.allowed = on }")
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);
    private static readonly EntityAddress Own = EntityAddress.Parse("v1:127.0.0.1:6999/1");

    [Fact]
    public async Task Accepting_should_take_no_time_when_nothing_is_injected()
    {
        var b = await StartAsync("osd.2");
        var peer = await ConnectAsync(b);
        await peer.ExpectReplyAsync(MessengerTag.Sequence);
    }

    [Fact]
    public async Task Accepted_peer_should_be_answered_after_the_rests_before_the_look_up_and_after_registering()
    {
        var b = await StartAsync("osd.2", "injection.internal-delays = 3s");
        var peer = await ConnectAsync(b);
        await TakesAsync(2 * Delay, peer.ExpectReplyAsync(MessengerTag.Sequence));
    }

    [Fact]
    public async Task Socket_should_change_hands_after_the_rests_before_the_look_up_and_before_it_is_taken()
    {
        var b = await StartAsync("osd.2");
        var first = await ScriptedPeer.ConnectAsync(Sys, Network, b.Addresses[0]);
        await first.OpenAsync(Own);
        b.Messenger.Inject(new FaultInjection { InternalDelays = Delay });
        var again = await ConnectAsync(b, ScriptedPeer.Connect(connectSeq: 2, globalSeq: 2));
        await TakesAsync(2 * Delay, again.ExpectReplyAsync(MessengerTag.RetryGlobal));
        await again.SendConnectAsync(ScriptedPeer.Connect(connectSeq: 2, globalSeq: 3));
        await TakesAsync(2 * Delay, again.ExpectReplyAsync(MessengerTag.Sequence));
        Assert.Single(b.Messenger.Connections);
    }

    [Fact]
    public async Task Handshake_that_failed_should_be_dealt_with_after_a_rest()
    {
        var a = await StartAsync("client.1", "default-policy = lossy-client\ninjection.internal-delays = 3s");
        var listener = await ScriptedListener.BindAsync(Sys, Network);
        var connection = a.Messenger.ConnectTo(listener.Address(), EntityType.Osd);
        var peer = await listener.AcceptAsync();
        await peer.ExpectBannerAsync();
        peer.Reset();
        await TakesAsync(Delay, a.ExpectAsync<ConnectionReset>(connection));
    }

    [Fact]
    public async Task Connector_should_go_on_after_a_rest_when_it_has_learned_its_address_and_sockets_may_fail()
    {
        var b = await StartAsync("osd.2", "default-policy = stateless-server");
        var a = await StartAsync("client.1", $"default-policy = lossy-client\ninjection {{ internal-delays = 3s, socket-failures = 5, seed = {SeedOfARest()} }}", bound: false);
        var toB = a.ConnectTo(b);
        await TakesAsync(Delay, a.ExpectAsync<ConnectionEstablished>(toB));
    }

    [Fact]
    public async Task Event_and_what_is_behind_it_should_be_dispatched_after_a_rest()
    {
        var (a, b) = (await StartAsync("osd.1"), await StartAsync("osd.2", "injection { internal-delays = 3s, delay-probability = 1 }"));
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));

        // The same setting rests twice in the handshake.
        await TakesAsync(3 * Delay, b.ExpectAsync<MessageReceived>());
        Assert.IsType<ConnectionAccepted>(b.Seen[0]);
    }

    [Fact]
    public async Task Shutting_down_should_not_wait_for_the_end_of_a_rest()
    {
        var b = await StartAsync("osd.2", "injection { internal-delays = 3s, delay-probability = 1 }");
        await ConnectAsync(b);
        Assert.True(await SettleAsync(b.Messenger, "connection-1"));
        await b.Messenger.ShutdownAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task Shutting_down_should_deliver_the_events_that_rest()
    {
        var (a, b) = (await StartAsync("osd.1"), await StartAsync("osd.2", "injection.delay-probability = 1"));
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        await b.ExpectAsync<MessageReceived>();
        b.Messenger.Inject(new FaultInjection { InternalDelays = Delay, DelayProbability = 1 });
        var toA = b.Messenger.Connections.Single();
        b.Messenger.MarkDownAll();
        await UntilAsync(() => toA.IsClosed);
        await b.Messenger.ShutdownAsync().WaitAsync(Patience);
        await b.ExpectAsync<ConnectionReset>(toA);
    }

    /// <summary>Lets time pass in small steps until something is done, which has to take so long at least.</summary>
    private async Task TakesAsync(TimeSpan least, Task done)
    {
        var start = Time.Now;
        await UntilAsync(() =>
        {
            if (done.IsCompleted)
                return true;
            Time.Advance(TimeSpan.FromMilliseconds(100));
            return false;
        });
        await done;
        Assert.True(Time.Now - start >= least, $"it took {Time.Now - start}");
    }

    private async Task<ScriptedPeer> ConnectAsync(Party b, ConnectMessage? connect = null)
    {
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, b.Addresses[0]);
        await peer.ExchangeHelloAsync(Own);
        await peer.SendConnectAsync(connect ?? ScriptedPeer.Connect());
        return peer;
    }

    /// <summary>A seed with which the first socket lives long, and its connection rests.</summary>
    private static int SeedOfARest() => Enumerable.Range(0, int.MaxValue).First(seed =>
    {
        var armed = new FaultSwitch(new FaultInjection { Seed = seed }).Armed;
        var (socket, connection) = (armed.NewDraws(), armed.NewDraws());
        return connection.Next(5) == 0 && Enumerable.Range(0, 20).All(_ => socket.Next(5) != 0);
    });
}
