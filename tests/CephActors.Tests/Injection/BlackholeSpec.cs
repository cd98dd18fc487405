using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.Injection;

/// <summary>Peers to and from whom nothing gets through.</summary>
public sealed class BlackholeSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private static readonly FaultInjection Osds = new() { Blackhole = [EntityType.Osd] };

    [Fact]
    public async Task Messages_should_vanish_and_count_as_sent_when_they_are_for_a_black_hole()
    {
        var (a, b) = (await StartAsync("osd.1", "injection.allowed = on"), await StartAsync("osd.2"));
        var toB = a.ConnectTo(b);
        await a.ExpectAsync<ConnectionEstablished>(toB);
        a.Messenger.Inject(Osds);
        for (ulong tid = 1; tid <= 5; tid++)
            Assert.Equal(SendResult.Accepted, toB.Send(Ping(tid, size: 1000)));
        await UntilAsync(() => toB.Outbox is { HeldMessages: 0, HeldBytes: 0 });

        a.Messenger.Inject(FaultInjection.None);
        toB.Send(Ping(6));
        await b.ExpectAsync<MessageReceived>();
        Assert.Equal([6ul], b.Messages.Select(m => m.Tid));
        Assert.Equal(1ul, b.Messages.Single().Seq);
    }

    [Fact]
    public async Task Messages_should_vanish_and_be_acknowledged_when_they_come_from_a_black_hole()
    {
        var a = await StartAsync("osd.1");
        var b = await StartAsync("osd.2", "injection { allowed = on, blackhole = [osd] }");
        Assert.Equal(Osds, b.Messenger.Injection);
        var toB = a.ConnectTo(b);
        for (ulong tid = 1; tid <= 5; tid++)
            toB.Send(Ping(tid, size: 1000));
        await UntilAsync(() => toB.Outbox.HeldMessages == 0);
        Assert.Equal(0, b.Messenger.Services.Throttles.Bytes.Current);

        b.Messenger.Inject(FaultInjection.None);
        toB.Send(Ping(6));
        await b.ExpectAsync<MessageReceived>();
        Assert.Equal([6ul], b.Messages.Select(m => m.Tid));
        Assert.Equal(6ul, b.Messages.Single().Seq);
    }

    [Fact]
    public async Task Messages_should_come_through_when_the_black_hole_is_for_another_type_or_for_oneself()
    {
        var (a, b) = (await StartAsync("osd.1", "injection { allowed = on, blackhole = [mon, client] }"), await StartAsync("osd.2"));
        a.ConnectTo(b).Send(Ping(1));
        await b.ExpectMessagesAsync(1);
        a.Messenger.Inject(Osds);
        await a.FenceAsync();
    }
}
