using Akka.Actor;
using CephActors.Messages;

namespace CephActors.TestKit.Tests.Docs;

public sealed class RollCallSpec() : CephMessengerTestKit(virtualTime: true)
{
    [Fact]
    public async Task Client_should_be_struck_off_when_its_connection_is_reset()
    {
        CephMessenger service = CreateMessenger("mon.0", "default-policy = stateless-server");
        service.AddDispatcherTail(Sys.ActorOf<RollCall>());
        CephTestProbe behind = CreateProbe(service);
        EntityAddressVector address = await service.BindAsync();
        CephTestProbe client = await StartAsync("client.1", "default-policy = lossy-client");
        CephTestProbe admin = await StartAsync("client.2", "default-policy = lossy-client");
        Connection fromClient = client.Messenger.ConnectTo(address, EntityType.Mon);
        Connection fromAdmin = admin.Messenger.ConnectTo(address, EntityType.Mon);

        fromClient.Send(new MPing().ToMessage());
        Assert.Equal("welcome", (await client.ExpectMessageAsync<MPing>()).Body.Text);

        Network.Partition(admin.Messenger, service);
        fromAdmin.Send(new MMonCommand(Guid.Empty, ["count"]).ToMessage(tid: 7));
        await SettleAsync(admin.Messenger, fromAdmin);
        Network.Cut(client.Messenger, service);
        await client.ExpectResetAsync(fromClient);
        await behind.ExpectResetAsync();
        Network.Heal();
        await AdvanceUntilAsync(() => fromAdmin.IsConnected, step: TimeSpan.FromMilliseconds(200));

        ReceivedMessage<MMonCommandAck> answer = await admin.ExpectMessageAsync<MMonCommandAck>();
        Assert.Equal((7ul, "0 present"), (answer.Message.Tid, answer.Body.Status));
    }
}
