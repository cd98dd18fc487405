using CephActors.Messages;
using Xunit.Abstractions;

namespace CephActors.TestKit.Tests;

public sealed class DelaySpec(ITestOutputHelper output) : CephMessengerTestKit(output, virtualTime: true, "ceph.messenger.default-policy = lossless-peer")
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Message_should_arrive_when_the_time_of_the_receiver_has_come()
    {
        var far = CreateSystem("far");
        var (a, b, toB) = await TalkAsync(await StartAsync("osd.1"), await StartAsync("osd.2", system: far));
        Network.Delay(a.Messenger, b.Messenger, Second);
        toB.Send(new MPing().ToMessage(2));
        await UntilAsync(() => toB.Outbox.HeldMessages > 0);
        await SettleAsync(a.Messenger, toB);
        b.ExpectNoMessage(TimeSpan.FromMilliseconds(50));

        await AdvanceUntilAsync(() => toB.Outbox.HeldMessages == 0, Second / 4);
        Assert.Equal(2ul, (await b.ExpectMessageAsync<MPing>()).Message.Tid);
    }

    [Fact]
    public async Task Connect_should_take_a_round_trip_and_sockets_should_be_counted_then()
    {
        var a = await StartAsync("osd.1");
        var b = await StartAsync("osd.2");
        Network.Delay(a.Messenger, b.Messenger, Second);
        var toB = a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd);
        toB.Send(new MPing().ToMessage(1));
        await SettleAsync(a.Messenger, toB);
        Time.Advance(Second);
        Assert.Equal(0, Network.CountSockets());

        await AdvanceUntilAsync(() => Network.CountSockets(b.Messenger, a.Messenger) == 1, Second);
        await AdvanceUntilAsync(() => toB.IsConnected, Second);
        await AdvanceUntilAsync(() => toB.Outbox.HeldMessages == 0, Second);
        await b.ExpectMessageAsync<MPing>();
        Assert.Equal(1, Network.CountConnects(a.Messenger));
    }

    [Fact]
    public async Task Order_should_be_kept_when_the_delay_ends()
    {
        var (a, b, toB) = await TalkAsync(await StartAsync("osd.1"), await StartAsync("osd.2"));
        Network.Delay(a.Messenger, NetworkEnd.Any, 10 * Second);
        toB.Send(new MPing().ToMessage(2));
        await SettleAsync(a.Messenger, toB);
        await UntilAsync(() => toB.Outbox.HeldMessages > 0);
        Network.Delay(a.Messenger, NetworkEnd.Any, TimeSpan.Zero);
        toB.Send(new MPing().ToMessage(3));
        await AdvanceUntilAsync(() => toB.Outbox.HeldMessages == 0, 5 * Second);

        Assert.Equal(2ul, (await b.ExpectMessageAsync<MPing>()).Message.Tid);
        Assert.Equal(3ul, (await b.ExpectMessageAsync<MPing>()).Message.Tid);
        Assert.Throws<ArgumentOutOfRangeException>(() => Network.Delay(a.Messenger, b.Messenger, -Second));
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
