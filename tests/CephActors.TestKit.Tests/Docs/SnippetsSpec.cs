using Akka.Actor;
using CephActors.Messages;

namespace CephActors.TestKit.Tests.Docs;

/// <summary>The smaller pieces of docs/testing.md, run.</summary>
public sealed class SnippetsSpec() : CephMessengerTestKit(virtualTime: true, hocon: "ceph.messenger.default-policy = lossless-peer")
{
    [Fact]
    public async Task Network_of_the_page_should_do_what_it_says()
    {
        CephTestProbe first = await StartAsync("osd.1");
        CephTestProbe second = await StartAsync("osd.2");
        CephMessenger a = first.Messenger, b = second.Messenger;
        EntityAddress address = EntityAddress.Parse("v1:10.0.0.1:6789/0");

        Network.Cut(a, b);                                // reset every socket between them, now
        Network.Partition(a, b);                          // nothing arrives, connects hang; nobody is told
        Network.Partition(a, mode: PartitionMode.Refusing); // from anybody; connects are refused
        Network.Partition(address);                       // whoever is there
        Network.Heal();                                   // what was sent meanwhile arrives
        Network.Delay(a, b, TimeSpan.FromSeconds(2));     // one way; a connect takes two of them
        Assert.Equal(0, Network.CountSockets(a, b));
        Assert.Equal(0, Network.CountConnects(a));        // since the network was made
    }

    [Fact]
    public async Task Time_of_the_page_should_move_a_connection_through_its_backoff()
    {
        CephTestProbe a = await StartAsync("osd.1");
        CephMessenger b = CreateMessenger("osd.2", "nonce = 5, bind = [\"v1:127.0.0.1:7000/5\"]");
        Connection toB = a.Messenger.ConnectTo(EntityAddress.Parse("v1:127.0.0.1:7000/5"), EntityType.Osd);
        toB.Send(new MPing().ToMessage());

        await a.ExpectRefusedAsync(toB);                  // it waits 200 ms before it tries again
        await SettleAsync(a.Messenger, toB);              // the timer is set
        Time.Advance(TimeSpan.FromMilliseconds(200));
        await a.ExpectRefusedAsync(toB);                  // now it waits 400 ms
        CreateProbe(b);
        await b.BindAsync();
        await AdvanceUntilAsync(() => toB.IsConnected, step: TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task Interceptor_of_the_page_should_break_and_hold_a_session_that_loses_nothing()
    {
        var interceptor = new Interceptor();
        interceptor.At(InterceptionAction.Fault, InterceptedPosition.Write(InterceptionPoint.Message), round: 2);
        interceptor.At(InterceptionAction.Block, InterceptedPosition.Read(InterceptionPoint.SessionReconnectOk));
        CephTestProbe a = CreateProbe(CreateMessenger("osd.1", interceptor));
        CephTestProbe b = await StartAsync("osd.2");
        Connection toB = a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd);

        toB.Send(new MPing().ToMessage(tid: 1));
        await b.ExpectMessageAsync<MPing>();
        toB.Send(new MPing().ToMessage(tid: 2));          // the socket breaks instead
        await AdvanceUntilAsync(() => interceptor.Held.IsCompleted, step: TimeSpan.FromMilliseconds(200));
        interceptor.Release();                            // the session is resumed
        Assert.Equal(2ul, (await b.ExpectMessageAsync<MPing>()).Message.Tid);
        Assert.Equal(2, Network.CountConnects(a.Messenger, b.Messenger));
    }

    [Fact]
    public async Task Other_actor_system_of_the_page_should_be_reached()
    {
        ActorSystem other = CreateSystem("other");
        CephTestProbe near = await StartAsync("osd.1");
        CephTestProbe far = await StartAsync("osd.2", system: other);
        near.Messenger.ConnectTo(far.Messenger.OwnAddresses, EntityType.Osd).Send(new MPing("hello").ToMessage());
        Assert.Equal("hello", (await far.ExpectMessageAsync<MPing>()).Body.Text);
    }
}
