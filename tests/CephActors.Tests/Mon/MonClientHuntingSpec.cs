using CephActors.Messages;

namespace CephActors.Tests.Mon;

/// <summary>How a monitor client gets over monitors that fall silent, drop it or leave.</summary>
public sealed class MonClientHuntingSpec : MonClientTestKit
{
    [Fact]
    public async Task Client_should_find_the_monitor_that_answers_when_another_is_silent_or_gone()
    {
        var a = await StartMonitor("a");
        var b = await StartMonitor("b");
        a.Script.IsMute = true;
        var options = Options([a.Address, b.Address, EntityAddress.Parse("v1:127.0.0.1:1/0")]);
        await using var client = MonClient.Start(Sys, Sys.CephMessenger("client"), options);
        await client.ConnectAsync().WaitAsync(Patience);
        Assert.Equal(new EntityAddressVector(b.Address), client.Monitor);
    }

    [Fact]
    public async Task Client_should_come_back_as_the_same_and_send_commands_again_when_the_monitor_drops_it()
    {
        var a = await StartMonitor("a");
        a.Script.Cephx = new FakeCephx(Admin, Key, TimeSpan.FromHours(1));
        a.Script.KeepsCommands = true;
        await using var client = StartClient(a);
        await client.ConnectAsync().WaitAsync(Patience);
        var globalId = client.GlobalId;
        var first = client.CommandAsync("""{"prefix":"one"}""");
        var second = client.CommandAsync("""{"prefix":"two"}""");

        // 1. Both commands reach the monitor, which answers neither.
        var tids = new[] { (await a.Next(MessageType.MonCommand)).Message.Tid, (await a.Next(MessageType.MonCommand)).Message.Tid };
        Assert.DoesNotContain(0ul, tids);

        // 2. It drops the client, and answers from now on.
        a.Script.KeepsCommands = false;
        Assert.True(a.Script.Clients.TryDequeue(out var connection));
        connection.MarkDown();

        // 3. The client asks for its old global id, proves it with its old ticket, and repeats both commands.
        Assert.True(MAuth.TryDecode((await a.Next(MessageType.Auth)).Message, out var auth, out _));
        Assert.Equal(globalId, FakeMonitor.RequestedGlobalId(auth.Payload.Span));
        Assert.Equal("output of {\"prefix\":\"one\"}", (await first.WaitAsync(Patience)).OutputText);
        Assert.Equal("output of {\"prefix\":\"two\"}", (await second.WaitAsync(Patience)).OutputText);
        Assert.Equal(tids, new[] { (await a.Next(MessageType.MonCommand)).Message.Tid, (await a.Next(MessageType.MonCommand)).Message.Tid });
        Assert.Equal(globalId, client.GlobalId);
    }

    [Fact]
    public async Task Client_should_become_somebody_new_when_monitors_refuse_its_old_global_id()
    {
        var a = await StartMonitor("a");
        a.Script.Cephx = new FakeCephx(Admin, Key, TimeSpan.FromHours(1));
        await using var client = StartClient(a);
        await client.ConnectAsync().WaitAsync(Patience);
        await a.Next(MessageType.MonSubscribe);
        var globalId = client.GlobalId;
        a.Script.Cephx.AllowsReclaim = false;
        Assert.True(a.Script.Clients.TryDequeue(out var connection));
        connection.MarkDown();
        await a.Next(MessageType.MonSubscribe);
        Assert.Equal(0, (await client.CommandAsync(Command).WaitAsync(Patience)).Code);
        Assert.NotEqual(globalId, client.GlobalId);
    }

    [Fact]
    public async Task Client_should_look_for_another_monitor_when_keepalives_stay_unanswered()
    {
        var a = await StartMonitor("a");
        Sys.CephMessenger("mon-a").SetPolicyThrottlers(EntityType.Client, null, new Throttle("client messages", 1));
        var b = await StartMonitor("b");
        a.Script.Map = b.Script.Map = Map(2, a, b);
        await using var client = MonClient.Start(Sys, Sys.CephMessenger("client"), Options([a.Address]));
        await client.GetMonMapAsync().WaitAsync(Patience);
        Assert.Equal(new EntityAddressVector(a.Address), client.Monitor);

        // One message is held for good, so that the monitor's messenger reads nothing behind it.
        a.Script.IsStuck = true;
        var first = client.CommandAsync(Command);
        var second = client.CommandAsync(Command);
        Assert.Equal(0, (await first.WaitAsync(Patience)).Code);
        Assert.Equal(0, (await second.WaitAsync(Patience)).Code);
        Assert.Equal(new EntityAddressVector(b.Address), client.Monitor);
    }

    [Fact]
    public async Task Client_should_move_on_when_its_monitor_leaves_the_map()
    {
        var a = await StartMonitor("a");
        var b = await StartMonitor("b");
        a.Script.Map = b.Script.Map = Map(3, b);
        await using var client = MonClient.Start(Sys, Sys.CephMessenger("client"), Options([a.Address]));
        await b.Next(MessageType.MonSubscribe);
        Assert.Equal(0, (await client.CommandAsync(Command).WaitAsync(Patience)).Code);
        Assert.Equal(new EntityAddressVector(b.Address), client.Monitor);
        Assert.Equal(3u, client.MonMap!.Epoch);
    }

    [Fact]
    public async Task Client_should_find_a_monitor_again_when_somebody_else_marks_its_connection_down()
    {
        var a = await StartMonitor("a");
        await using var client = StartClient(a);
        await client.ConnectAsync().WaitAsync(Patience);
        await a.Next(MessageType.MonSubscribe);
        Assert.Single(Sys.CephMessenger("client").Connections).MarkDown();
        await a.Next(MessageType.MonSubscribe);
        Assert.Equal(0, (await client.CommandAsync(Command).WaitAsync(Patience)).Code);
    }
}
