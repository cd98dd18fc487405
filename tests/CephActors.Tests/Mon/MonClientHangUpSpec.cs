namespace CephActors.Tests.Mon;

/// <summary>A monitor whose connections break before a session stands, with rounds that take longer than any spec waits.</summary>
public sealed class MonClientHangUpSpec() : MonClientTestKit("ceph.mon-client { hunt-interval = 1h, connect-timeout = 0s }")
{
    [Fact]
    public async Task Client_should_try_again_soon_when_every_monitor_of_a_round_hangs_up()
    {
        var a = await StartMonitor("a");
        a.Script.IsMute = true;
        await using var client = StartClient(a);
        var session = client.ConnectAsync();
        for (var i = 0; i < 3; i++)
            (await a.Next(MessageType.Auth)).Connection.MarkDown();
        a.Script.IsMute = false;
        (await a.Next(MessageType.Auth)).Connection.MarkDown();
        await session.WaitAsync(Patience);
        Assert.Equal(0, (await client.CommandAsync(Command).WaitAsync(Patience)).Code);
    }
}
