using Akka.Actor;
using CephActors.Messages;
using Xunit.Abstractions;

namespace CephActors.TestKit.Tests;

public sealed class CutSpec(ITestOutputHelper output) : CephMessengerTestKit(output)
{
    [Fact]
    public async Task Cut_should_reset_the_sockets_between_two_ends_and_no_others()
    {
        var server = await StartAsync("osd.1", "default-policy = stateless-server");
        var clients = new[] { await StartAsync("client.1", "default-policy = lossy-client"), await StartAsync("client.2", "default-policy = lossy-client") };
        var connections = clients.Select(c => c.Messenger.ConnectTo(server.Messenger.OwnAddresses, EntityType.Osd)).ToArray();
        foreach (var connection in connections)
            connection.Send(new MPing().ToMessage());
        await server.ExpectMessageAsync();
        await server.ExpectMessageAsync();

        Assert.Equal(1, Network.Cut(server.Messenger.OwnAddresses[0], clients[0].Messenger));
        await clients[0].ExpectResetAsync(connections[0]);
        await server.ExpectResetAsync();
        connections[1].Send(new MPing().ToMessage(2));
        Assert.Equal(2ul, (await server.ExpectMessageAsync<MPing>()).Message.Tid);
        Assert.Equal(0, Network.CountSockets(clients[0].Messenger));
        Assert.Equal(1, Network.CountSockets(server.Messenger));
    }

    [Fact]
    public async Task Session_should_survive_cuts_between_two_actor_systems()
    {
        var a = await StartAsync("osd.1", "default-policy = lossless-peer");
        var b = await StartAsync("osd.2", "default-policy = lossless-peer", CreateSystem("other"));
        var toB = a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd);
        for (ulong tid = 1; tid <= 20; tid++)
        {
            toB.Send(new MPing().ToMessage(tid));
            await a.ExpectEstablishedAsync(toB);
            Assert.Equal(tid, (await b.ExpectMessageAsync<MPing>()).Message.Tid);
            await UntilAsync(() => Network.Cut(b.Messenger) == 1);
        }
    }

    [Fact]
    public async Task Service_should_be_on_the_network_when_it_gets_its_messenger_by_name()
    {
        var system = CreateSystem("service", "ceph.messengers.greeter { name = osd.0, nonce = 1, default-policy = stateless-server, bind = [\"v1:10.1.2.3:6800/1\"] }");
        var greeter = system.CephMessenger("greeter");
        greeter.AddDispatcherTail(system.ActorOf(Props.Create<Echo>()));
        var addresses = await greeter.BindAsync();
        var client = await StartAsync("client.-1", "default-policy = lossy-client");
        client.Messenger.ConnectTo(addresses, EntityType.Osd).Send(new MPing("hello").ToMessage());

        Assert.Equal("hello", (await client.ExpectMessageAsync<MPing>()).Body.Text);
        Assert.Equal("v1:10.1.2.3:6800/1", addresses.ToString());
        Assert.Contains(greeter, Network.Messengers);
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => Receive<MessageReceived>(m => m.Connection.Send(new CephMessage(m.Message.Type, m.Message.Front)));
    }
}
