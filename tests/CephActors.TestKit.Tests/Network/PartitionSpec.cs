using CephActors.Messages;
using Xunit.Abstractions;

namespace CephActors.TestKit.Tests;

public sealed class PartitionSpec(ITestOutputHelper output) : CephMessengerTestKit(output, virtualTime: true)
{
    private const string LosslessPeer = "default-policy = lossless-peer";

    [Fact]
    public async Task Messages_should_wait_for_the_end_of_the_partition_and_arrive_once_and_in_order()
    {
        var (a, b, toB, toA) = await TalkAsync();
        Network.Partition(a.Messenger, b.Messenger);
        for (ulong tid = 2; tid <= 10; tid++)
        {
            toB.Send(new MPing().ToMessage(tid));
            toA.Send(new MPing().ToMessage(tid));
        }

        await SettleAsync(a.Messenger, toB);
        await SettleAsync(b.Messenger, toA);
        a.ExpectNoMessage(TimeSpan.FromMilliseconds(50));
        b.ExpectNoMessage(TimeSpan.Zero);
        Assert.True(toA.IsConnected && toB.IsConnected);

        Network.Heal(b.Messenger, a.Messenger);
        for (ulong tid = 2; tid <= 10; tid++)
        {
            Assert.Equal(tid, (await a.ExpectMessageAsync<MPing>()).Message.Tid);
            Assert.Equal(tid, (await b.ExpectMessageAsync<MPing>()).Message.Tid);
        }

        Assert.Equal(1, Network.CountConnects());
    }

    [Fact]
    public async Task Connect_should_hang_across_a_silent_partition_until_it_is_healed()
    {
        var a = await StartAsync("osd.1", LosslessPeer);
        var b = await StartAsync("osd.2", LosslessPeer);
        var c = await StartAsync("osd.3", LosslessPeer);
        Network.Partition(a.Messenger, b.Messenger);
        var toB = a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd);
        var toC = a.Messenger.ConnectTo(c.Messenger.OwnAddresses, EntityType.Osd);
        toB.Send(new MPing().ToMessage(1));
        toC.Send(new MPing().ToMessage(2));

        await a.ExpectEstablishedAsync(toC);
        Assert.False(toB.IsConnected);
        Assert.Equal(0, Network.CountSockets(a.Messenger, b.Messenger));
        Network.Heal();
        await a.ExpectEstablishedAsync(toB);
        Assert.Equal(1ul, (await b.ExpectMessageAsync<MPing>()).Message.Tid);
    }

    [Fact]
    public async Task Connect_should_be_tried_again_when_a_silent_partition_outlasts_its_patience()
    {
        var a = await StartAsync("osd.1", LosslessPeer);
        var b = await StartAsync("osd.2", LosslessPeer);
        Network.Partition(a.Messenger, b.Messenger);
        var toB = a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd);
        toB.Send(new MPing().ToMessage(1));
        for (var i = 0; i < 5; i++)
        {
            await SettleAsync(a.Messenger, toB);
            Time.Advance(TimeSpan.FromSeconds(30));
        }

        Network.Heal();
        await AdvanceUntilAsync(() => toB.IsConnected, TimeSpan.FromSeconds(1));
        Assert.Equal(1ul, (await b.ExpectMessageAsync<MPing>()).Message.Tid);
    }

    [Fact]
    public async Task Connect_should_be_refused_across_a_partition_that_refuses()
    {
        var a = await StartAsync("osd.1", LosslessPeer);
        var b = await StartAsync("osd.2", LosslessPeer);
        Network.Partition(a.Messenger, b.Messenger, PartitionMode.Refusing);
        var toB = a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd);
        toB.Send(new MPing().ToMessage(1));

        await a.ExpectRefusedAsync(toB);
        Network.Heal(a.Messenger, b.Messenger);
        await AdvanceUntilAsync(() => toB.IsConnected, TimeSpan.FromMilliseconds(200));
        await b.ExpectMessageAsync<MPing>();
    }

    [Fact]
    public async Task Side_should_learn_that_its_peer_has_gone_only_when_it_sends_after_the_partition()
    {
        var server = await StartAsync("osd.1", "default-policy = stateless-server");
        var client = await StartAsync("client.-1", "default-policy = lossy-client");
        var toServer = client.Messenger.ConnectTo(server.Messenger.OwnAddresses, EntityType.Osd);
        toServer.Send(new MPing().ToMessage(1));
        var toClient = (await server.ExpectMessageAsync<MPing>()).Connection;
        await client.ExpectEstablishedAsync(toServer);
        Network.Partition(server.Messenger);
        toServer.MarkDown();
        await UntilAsync(() => Network.Transport.Sockets.Count == 1);
        Network.Heal(server.Messenger);
        await SettleAsync(server.Messenger, toClient);
        Assert.Equal(1, Network.CountSockets());
        toClient.Send(new MPing().ToMessage(2));
        await server.ExpectResetAsync(toClient);
        await UntilAsync(() => Network.CountSockets() == 0);
    }

    [Fact]
    public async Task Address_should_be_unreachable_when_it_is_parted_from_anybody()
    {
        var a = await StartAsync("osd.1", LosslessPeer);
        var far = EntityAddress.Parse("v1:10.0.0.1:6789/1");
        var nowhere = a.Messenger.ConnectTo(far, EntityType.Osd);
        nowhere.Send(new MPing().ToMessage(1));
        await a.ExpectRefusedAsync(nowhere);

        Network.Partition(far);
        var b = await StartAsync("osd.2", LosslessPeer);
        var toFar = b.Messenger.ConnectTo(far, EntityType.Osd);
        toFar.Send(new MPing().ToMessage(1));
        await SettleAsync(b.Messenger, toFar);
        Assert.DoesNotContain(b.Seen, told => told is ConnectionRefused);
        Network.Heal();
        await b.ExpectRefusedAsync(toFar);
    }

    [Fact]
    public async Task Messenger_of_another_network_should_be_refused()
    {
        var stranger = new CephTestNetwork().CreateMessenger(Sys, "osd.9");

        Assert.Contains("is not on this network", Assert.Throws<ArgumentException>(() => Network.Partition(stranger)).Message, StringComparison.Ordinal);
        await stranger.ShutdownAsync();
    }

    private async Task<(CephTestProbe A, CephTestProbe B, Connection ToB, Connection ToA)> TalkAsync()
    {
        var a = await StartAsync("osd.1", LosslessPeer);
        var b = await StartAsync("osd.2", LosslessPeer);
        var toB = a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd);
        toB.Send(new MPing().ToMessage(1));
        await a.ExpectEstablishedAsync(toB);
        return (a, b, toB, (await b.ExpectMessageAsync<MPing>()).Connection);
    }
}
