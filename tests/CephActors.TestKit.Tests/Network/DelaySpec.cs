using CephActors.Messages;
using Xunit.Abstractions;

namespace CephActors.TestKit.Tests;

public sealed class DelaySpec(ITestOutputHelper output) : CephMessengerTestKit(output, virtualTime: true, "ceph.messenger.default-policy = lossless-peer")
{
    // Short against the time a handshake may take, which goes on while threads are slow.
    private static readonly TimeSpan Unit = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Message_should_arrive_when_the_time_of_the_receiver_has_come()
    {
        var far = CreateSystem("far");
        var (a, b, toB) = await TalkAsync(await StartAsync("osd.1"), await StartAsync("osd.2", system: far));
        Network.Delay(a.Messenger, b.Messenger, Unit);
        toB.Send(new MPing().ToMessage(2));
        await UntilAsync(() => toB.Outbox.HeldMessages > 0);
        await SettleAsync(a.Messenger, toB);
        b.ExpectNoMessage(TimeSpan.FromMilliseconds(50));

        await AdvanceUntilAsync(() => toB.Outbox.HeldMessages == 0, Unit / 4);
        Assert.Equal(2ul, (await b.ExpectMessageAsync<MPing>()).Message.Tid);
    }

    [Fact]
    public async Task Connect_should_take_a_round_trip_and_sockets_should_be_counted_then()
    {
        var a = await StartAsync("osd.1");
        var b = await StartAsync("osd.2");
        Network.Delay(a.Messenger, b.Messenger, Unit);
        var toB = a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd);
        toB.Send(new MPing().ToMessage(1));
        await SettleAsync(a.Messenger, toB);
        Time.Advance(Unit);
        Assert.Equal(0, Network.CountSockets());

        await AdvanceUntilAsync(() => Network.CountSockets(b.Messenger, a.Messenger) == 1, Unit / 2);
        await AdvanceUntilAsync(() => toB.IsConnected, Unit / 2);
        await AdvanceUntilAsync(() => toB.Outbox.HeldMessages == 0, Unit / 2);
        await b.ExpectMessageAsync<MPing>();
        Assert.Equal(1, Network.CountConnects(a.Messenger));
    }

    [Fact]
    public async Task Order_should_be_kept_when_the_delay_ends()
    {
        var (a, b, toB) = await TalkAsync(await StartAsync("osd.1"), await StartAsync("osd.2"));
        Network.Delay(a.Messenger, NetworkEnd.Any, 10 * Unit);
        toB.Send(new MPing().ToMessage(2));
        await SettleAsync(a.Messenger, toB);
        await UntilAsync(() => toB.Outbox.HeldMessages > 0);
        Network.Delay(a.Messenger, NetworkEnd.Any, TimeSpan.Zero);
        toB.Send(new MPing().ToMessage(3));
        await AdvanceUntilAsync(() => toB.Outbox.HeldMessages == 0, 5 * Unit);

        Assert.Equal(2ul, (await b.ExpectMessageAsync<MPing>()).Message.Tid);
        Assert.Equal(3ul, (await b.ExpectMessageAsync<MPing>()).Message.Tid);
        Assert.Throws<ArgumentOutOfRangeException>(() => Network.Delay(a.Messenger, b.Messenger, -Unit));
    }

    private async Task<(CephTestProbe A, CephTestProbe B, Connection ToB)> TalkAsync(CephTestProbe a, CephTestProbe b)
    {
        var toB = a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd);
        toB.Send(new MPing().ToMessage(1));
        await b.ExpectMessageAsync<MPing>();
        await UntilAsync(() => toB.IsConnected && toB.Outbox.HeldMessages == 0);
        return (a, b, toB);
    }
}
