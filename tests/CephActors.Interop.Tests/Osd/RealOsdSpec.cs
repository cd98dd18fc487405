using System.Buffers;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using CephActors.Interop.Tests.Ceph;
using CephActors.Messages;
using Xunit.Abstractions;

namespace CephActors.Interop.Tests.Osd;

/// <summary>Messengers of ours connect to those of a real OSD.</summary>
public sealed class RealOsdSpec(ITestOutputHelper output) : TestKit(Settings, output: output)
{
    // Ceph: CEPH_OSD_FLAG_ONDISK, _READ and _WRITE of src/include/rados.h.
    private const uint OnDisk = 4, Read = 0x10, Write = 0x20;

    private readonly ITestOutputHelper _output = output;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    private static readonly Config Settings = ConfigurationFactory.ParseString("""
        akka.loglevel = WARNING
        ceph.messenger { initial-backoff = 10ms, max-backoff = 200ms }
        ceph.messengers {
          client { name = "client.-1", default-policy = lossy-client }
          cluster { name = "osd.1", default-policy = lossless-peer, auth.cluster-required = [cephx, none] }
          old-cluster { name = "osd.1", default-policy = lossless-peer, auth.cluster-required = [cephx, none], msgr2-revision = 0 }
          heartbeat { name = "osd.1", default-policy = lossy-client }
        }
        """);

    [SkippableTheory]
    [InlineData("none", "v1")]
    [InlineData("cephx", "v1")]
    [InlineData("none", "v2")]
    [InlineData("cephx", "v2")]
    [InlineData("cephx", "v2", true)]
    public async Task Osd_should_talk_to_a_client_and_to_a_peer_whose_sockets_break(string auth, string wire, bool secure = false)
    {
        Skip.If(RealCeph.MissingOsd is not null, RealCeph.MissingOsd);
        await using var ceph = await RealCeph.StartAsync(auth, wire, secure);
        var osd = await ceph.StartOsdAsync();
        await ClientShouldBeAnsweredAsync(ceph, osd);
        await PeerShouldBeAnsweredOnceAndInOrderAsync(ceph, osd);
        await PingShouldBeAnsweredAsync(ceph, osd);
    }

    /// <summary>
    /// Here the OSD connects to us as often as we to it, and both at once; with cephx its tickets are opened with secrets fetched from the monitor.
    /// </summary>
    [SkippableTheory]
    [InlineData("none", "v1", false)]
    [InlineData("cephx", "v1", false)]
    [InlineData("none", "v2", false)]
    [InlineData("cephx", "v2", false)]
    [InlineData("cephx", "v2", true)]
    [InlineData("none", "v2", false, "old-cluster")]
    [InlineData("cephx", "v2", true, "old-cluster")]
    public async Task Osd_should_answer_a_peer_once_and_in_order_when_it_breaks_sockets_too(string auth, string wire, bool secure, string messenger = "cluster")
    {
        Skip.If(RealCeph.MissingOsd is not null, RealCeph.MissingOsd);
        await using var ceph = await RealCeph.StartAsync(auth, wire, secure);
        var osd = await ceph.StartOsdAsync();
        await ceph.BreakSocketsOfOsdAsync(every: 30);
        var accepted = new AcceptCount();
        Sys.CephMessenger(messenger).AddFastDispatcherHead(accepted);
        await PeerShouldBeAnsweredOnceAndInOrderAsync(ceph, osd, messenger);
        _output.WriteLine($"the OSD has come to us {accepted.Count} times");
        Assert.InRange(accepted.Count, 1, int.MaxValue);
    }

    private async Task ClientShouldBeAnsweredAsync(RealCeph ceph, OsdAddresses osd)
    {
        var (messenger, answers) = await StartAsync(ceph, "client", "client.admin");
        messenger.ConnectTo(osd.Public, EntityType.Osd).Send(Version(ceph, 1));
        Assert.Contains("16.2", await AnswerAsync(answers, 1), StringComparison.Ordinal);
        await messenger.ShutdownAsync();
    }

    [SkippableFact]
    public async Task Osd_should_write_an_object_and_give_it_back_when_it_is_asked_to()
    {
        Skip.If(RealCeph.MissingOsd is not null, RealCeph.MissingOsd);
        await using var ceph = await RealCeph.StartAsync("none");
        var osd = await ceph.StartOsdAsync();
        var (pool, epoch) = await ceph.CreatePoolAsync("p");
        var (messenger, answers) = await StartAsync(ceph, "client", "client.admin");
        var connection = messenger.ConnectTo(osd.Public, EntityType.Osd);
        var data = new ReadOnlySequence<byte>(new byte[5000]);

        connection.Send((Operation(OsdOperation.WriteFull) with { Flags = OnDisk | Write, Data = data }).ToMessage(1));
        Assert.Equal(1ul, (await ReplyAsync()).UserVersion);
        connection.Send((Operation(OsdOperation.Read) with { Flags = OnDisk | Read }).ToMessage(2));
        Assert.Equal(data.Length, (await ReplyAsync()).Data.Length);
        await messenger.ShutdownAsync();

        MOSDOp Operation(ushort code) => new(
            new PlacementGroup(pool, 0),
            new ObjectLocator(pool),
            "object",
            [new OsdOperation(code, 0, (ulong)data.Length) { PayloadLength = code == OsdOperation.Read ? 0 : (uint)data.Length }])
        {
            MapEpoch = epoch,
            RetryAttempt = 0,
        };

        async Task<MOSDOpReply> ReplyAsync()
        {
            var received = await answers.FishForMessageAsync<MessageReceived>(message => message.Message.Type == MessageType.OsdOpReply, Patience);
            Assert.True(MOSDOpReply.TryDecode(received.Message, out var reply, out var error), error);
            Assert.Equal((0, "object"), (reply.Result, reply.ObjectName));
            return reply;
        }
    }

    private async Task PeerShouldBeAnsweredOnceAndInOrderAsync(RealCeph ceph, OsdAddresses osd, string name = "cluster")
    {
        const int Rounds = 5;
        const int Commands = 100;
        var (messenger, answers) = await StartAsync(ceph, name, "osd.1");
        await messenger.BindAsync(EntityAddress.Parse(osd.Cluster.Type == EntityAddressType.Msgr2 ? "v2:127.0.0.1:0" : "v1:127.0.0.1:0"));
        var connection = messenger.ConnectTo(osd.Cluster, EntityType.Osd);
        var cutAt = 0U;
        for (var round = 0; round < Rounds; round++)
        {
            var cut = connection.CutSocketAsync(cutAt);
            for (var i = 1; i <= Commands; i++)
                Assert.Equal(SendResult.Accepted, connection.Send(Version(ceph, (ulong)((round * Commands) + i))));
            cutAt = await cut.WaitAsync(Patience);
            for (var i = 1; i <= Commands; i++)
                await AnswerAsync(answers, (ulong)((round * Commands) + i));
        }

        var dump = (await connection.DumpAsync().WaitAsync(Patience))!;
        Assert.True(dump.Reconnects >= Rounds - 1, dump.ToString());
        Assert.True(dump.Replayed > 0, dump.ToString());
        await messenger.ShutdownAsync();
    }

    private async Task PingShouldBeAnsweredAsync(RealCeph ceph, OsdAddresses osd)
    {
        var (messenger, answers) = await StartAsync(ceph, "heartbeat", "osd.1");
        var ping = new MOSDPing(ceph.Fsid, 1, OsdPingOperation.Ping, UTime.From(DateTimeOffset.UtcNow)) { MinSize = 2000 };
        messenger.ConnectTo(osd.Heartbeat, EntityType.Osd).Send(ping.ToMessage());
        var received = await answers.FishForMessageAsync<MessageReceived>(message => message.Message.Type == MessageType.OsdPing, Patience);
        Assert.True(MOSDPing.TryDecode(received.Message, out var reply, out _));
        Assert.Equal((OsdPingOperation.PingReply, ping.PingStamp, ceph.Fsid), (reply.Operation, reply.PingStamp, reply.Fsid));
        await messenger.ShutdownAsync();
    }

    private static CephMessage Version(RealCeph ceph, ulong tid) => new MCommand(ceph.Fsid, ["""{"prefix":"version"}"""]).ToMessage(tid);

    private static async Task<string> AnswerAsync(TestProbe answers, ulong tid)
    {
        var received = await answers.FishForMessageAsync<MessageReceived>(message => message.Message.Type == MessageType.CommandReply, Patience);
        Assert.Equal(tid, received.Message.Tid);
        Assert.True(MCommandReply.TryDecode(received.Message, out var reply, out _));
        Assert.Equal((0, ""), (reply.Result, reply.Status));
        return new MonCommandResult(reply.Result, reply.Status, reply.Data).OutputText;
    }

    /// <summary>A messenger that has what it takes to be let in.</summary>
    private async Task<(CephMessenger Messenger, TestProbe Answers)> StartAsync(RealCeph ceph, string messengerName, string name)
    {
        var messenger = Sys.CephMessenger(messengerName);
        var answers = CreateTestProbe();
        messenger.AddDispatcherTail(answers, new DispatcherOptions { Types = [MessageType.CommandReply, MessageType.OsdPing, MessageType.OsdOpReply] });
        var client = MonClient.Start(Sys, messenger, new MonClientOptions
        {
            Monitors = [ceph.Address],
            Name = AuthEntityName.Parse(name),
            Key = ceph.Auth == "cephx" ? ceph.Key(name) : null,
        });
        await client.ConnectAsync().WaitAsync(Patience);
        return (messenger, answers);
    }

    /// <summary>Counts the sessions that the OSD has opened or renewed.</summary>
    private sealed class AcceptCount : IFastDispatcher
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public bool CanFastDispatch(MessageType type) => false;

        public void FastDispatch(Connection connection, CephMessage message)
        {
        }

        public void FastAccept(Connection connection) => Interlocked.Increment(ref _count);
    }
}
