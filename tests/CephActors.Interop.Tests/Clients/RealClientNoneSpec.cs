using CephActors.Interop.Tests.Wireshark;
using CephActors.Messages;

namespace CephActors.Interop.Tests.Clients;

/// <summary>The sample monitor demands no keys.</summary>
public sealed class RealClientNoneSpec(RunningNoneMiniMon miniMon) : RealClientContract(miniMon), IClassFixture<RunningNoneMiniMon>
{
    // u8 1, one method: none; client.admin; no global id yet.
    private static readonly byte[] Authenticating = [1, 1, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 5, 0, 0, 0, .. "admin"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly RunningMiniMon _miniMon = miniMon;

    [SkippableFact]
    public async Task Dissector_should_find_nothing_malformed_when_ceph_talks_to_the_monitor()
    {
        SkipWithoutCeph();
        await using var capture = await LiveCapture.StartAsync(_miniMon.Address.Port);
        Assert.Equal(0, (await _miniMon.CephAsync("mon", "dump")).ExitCode);
        Assert.Equal(0, (await _miniMon.CephAsync("minimon", "echo", new string('x', 100_000))).ExitCode);
        var dissection = await capture.DissectAsync();
        await dissection.AssertIsReadLikeRealTrafficAsync();
        Assert.Contains(dissection.Packets, packet => packet.Types is [MessageType.MonCommandAck]);
    }

    /// <summary>
    /// 1. A real client is authenticated by AUTH_REPLY. 2. It sends its first command before it has looked at the MON_MAP behind
    /// that, and so without an fsid. 3. A real monitor refuses that as "wrong fsid"; the sample must not, or one start in many fails.
    /// </summary>
    [Fact]
    public async Task Command_should_be_answered_when_the_client_does_not_know_the_cluster_yet()
    {
        var messenger = Sys.CephMessenger();
        messenger.AddDispatcherTail(TestActor);
        messenger.SetPolicy(EntityType.Mon, Policy.LossyClient);
        var connection = messenger.ConnectTo(_miniMon.Address, EntityType.Mon);
        connection.Send(new MAuth(0, Authenticating).ToMessage());
        await FishForMessageAsync<MessageReceived>(message => message.Message.Type == MessageType.AuthReply, TimeSpan.FromSeconds(30));
        connection.Send(new MMonCommand(Guid.Empty, ["""{"prefix":"minimon echo","text":["early"]}"""]).ToMessage(1));
        var received = await FishForMessageAsync<MessageReceived>(message => message.Message.Type == MessageType.MonCommandAck, TimeSpan.FromSeconds(30));
        Assert.True(MMonCommandAck.TryDecode(received.Message, out var ack, out _));
        Assert.Equal((0, ""), (ack.Result, ack.Status));
    }
}
