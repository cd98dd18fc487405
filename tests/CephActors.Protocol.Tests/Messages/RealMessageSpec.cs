using System.Buffers;
using CephActors.Messages;
using CephActors.Protocol.Tests.Framing.V1;

namespace CephActors.Protocol.Tests.Messages;

/// <summary>Messages that real Ceph sent.</summary>
public class RealMessageSpec
{
    private static readonly Guid Fsid = Guid.Parse("5f6d9f4d-95f5-40c7-9934-17133d3b118b");

    public static TheoryData<string> Captures => Capture.Rows;

    [Theory]
    [MemberData(nameof(Captures))]
    public void Messages_should_come_out_byte_for_byte_when_decoded_and_encoded(string name)
    {
        foreach (var element in new Capture(name).Decode().Elements)
        {
            if (element.Message is not { } message || !TypedBody.All.TryGetValue(message.Type, out var recode))
                continue;
            var again = recode(message, out string? error);
            Assert.True(again is not null, error);
            Assert.Equal(Convert.ToHexString(message.Front.Span), Convert.ToHexString(again.Front.Span));
            Assert.Equal(message.Data.ToArray(), again.Data.ToArray());
            Assert.Equal((message.Version, message.CompatVersion, message.Tid), (again.Version, again.CompatVersion, again.Tid));
        }
    }

    [Fact]
    public void Captures_should_hold_messages_of_the_types_that_clients_exchange()
    {
        var types = Capture.All.SelectMany(capture => capture.Decode().Elements).Select(element => element.Message?.Type).ToHashSet();
        foreach (var type in new[]
        {
            MessageType.Auth, MessageType.AuthReply, MessageType.MonMap, MessageType.MonSubscribe, MessageType.Config,
            MessageType.MonCommand, MessageType.MonCommandAck, MessageType.Ping, MessageType.OsdOp, MessageType.OsdOpReply,
        })
        {
            Assert.Contains(type, types);
        }
    }

    [Fact]
    public void Conversation_should_read_as_in_its_notes_when_decoded()
    {
        var messages = Messages("v1-none-bare-client/").ToDictionary(message => message.Type);
        Assert.True(MAuth.TryDecode(messages[MessageType.Auth], out var auth, out _));
        Assert.Equal((PaxosPrefix.None, 0u, 30, 0u), (auth.Prefix, auth.Protocol, auth.Payload.Length, auth.MonmapEpoch));

        Assert.True(MAuthReply.TryDecode(messages[MessageType.AuthReply], out var reply, out _));
        Assert.Equal((1u, 0, 4101ul, 0, ""), (reply.Protocol, reply.Result, reply.GlobalId, reply.Payload.Length, reply.Text));

        Assert.True(MMonMap.TryDecode(messages[MessageType.MonMap], out var map, out _));
        Assert.Equal(205, messages[MessageType.MonMap].Front.Length);
        Assert.Equal(Guid.Parse("959d438b-a7f4-400f-a691-f2f7f690684c"), map.Map.Fsid);
        Assert.Equal("[v2:127.0.0.1:13300/0,v1:127.0.0.1:16789/0]", map.Map.Mons["a"].PublicAddresses.ToString());
        Assert.Equal(16, map.Map.MinMonRelease);

        Assert.True(MMonCommand.TryDecode(messages[MessageType.MonCommand], out var command, out _));
        Assert.Equal(map.Map.Fsid, command.Fsid);
        Assert.Equal(["{\"prefix\": \"mon dump\", \"format\": \"json\"}"], command.Command);

        Assert.True(MMonCommandAck.TryDecode(messages[MessageType.MonCommandAck], out var ack, out _));
        Assert.Equal((1ul, 0, "dumped monmap epoch 1", 715L), (ack.Prefix.Version, ack.Result, ack.Status, ack.Data.Length));
        Assert.Equal(command.Command, ack.Command);
    }

    [Fact]
    public void Monitor_map_should_take_170_bytes_when_it_has_one_address()
    {
        var messages = Messages("v1-cephx-mon-dump/stream-1.").Where(message => message.Type == MessageType.MonMap).ToList();
        Assert.Equal(2, messages.Count);
        Assert.All(messages, message =>
        {
            Assert.Equal(4 + 166, message.Front.Length);
            Assert.True(MMonMap.TryDecode(message, out var map, out _));
            Assert.Equal("v1:127.0.0.1:16789/0", map.Map.Mons["a"].PublicAddresses.ToString());
        });
    }

    [Fact]
    public void Subscription_should_read_as_in_its_notes_when_decoded()
    {
        var message = Messages("v1-cephx-mon-dump/stream-1.").Single(message => message.Type == MessageType.MonSubscribe);
        Assert.True(MMonSubscribe.TryDecode(message, out var subscribe, out _));
        Assert.Equal(["config", "monmap"], subscribe.What.Keys);
        Assert.All(subscribe.What.Values, item => Assert.Equal(new MonSubscription(0, 0), item));
        Assert.Equal("vm", subscribe.Hostname);
    }

    [Theory]
    [InlineData("ping-reply", MessageType.Ping, 1, 0)]
    [InlineData("mon-subscribe-ack", MessageType.MonSubscribeAck, 1, 1)]
    [InlineData("mon-get-version-reply", MessageType.MonGetVersionReply, 2, 2)]
    [InlineData("config", MessageType.Config, 1, 1)]
    [InlineData("log", MessageType.Log, 1, 1)]
    [InlineData("log-ack", MessageType.LogAck, 1, 1)]
    [InlineData("command-reply", MessageType.CommandReply, 1, 1)]
    [InlineData("osd-ping-reply", MessageType.OsdPing, 5, 4)]
    [InlineData("osd-ping-you-died", MessageType.OsdPing, 5, 4)]
    public void Front_should_come_out_byte_for_byte_when_decoded_and_encoded(string name, MessageType type, ushort version, ushort compat)
    {
        var message = Fixture(name, type, version, compat);
        var again = TypedBody.All[type](message, out string? error);
        Assert.True(again is not null, error);
        Assert.Equal(Convert.ToHexString(message.Front.Span), Convert.ToHexString(again.Front.Span));
    }

    [Fact]
    public void Fronts_should_read_as_in_their_notes_when_decoded()
    {
        Assert.True(MPing.TryDecode(Fixture("ping-reply", MessageType.Ping, 1, 0), out var ping, out _));
        Assert.Equal(3273, ping.Text!.Length);
        Assert.Contains("\"mon_status\"", ping.Text, StringComparison.Ordinal);

        Assert.True(MMonSubscribeAck.TryDecode(Fixture("mon-subscribe-ack", MessageType.MonSubscribeAck), out var subscribed, out _));
        Assert.Equal(new MMonSubscribeAck(86400, Fsid), subscribed);

        Assert.True(MMonGetVersionReply.TryDecode(Fixture("mon-get-version-reply", MessageType.MonGetVersionReply, 2, 2), out var version, out _));
        Assert.Equal(new MMonGetVersionReply(77, 5, 1), version);

        Assert.True(MConfig.TryDecode(Fixture("config", MessageType.Config), out var config, out _));
        Assert.Equal([new("debug_ms", "0/0"), new("osd_max_scrubs", "2")], config.Options);

        Assert.True(MLogAck.TryDecode(Fixture("log-ack", MessageType.LogAck), out var logged, out _));
        Assert.Equal(new MLogAck(Fsid, 3, ""), logged);

        Assert.True(MCommandReply.TryDecode(Fixture("command-reply", MessageType.CommandReply), out var reply, out _));
        Assert.Equal((-13, "wrong fsid"), (reply.Result, reply.Status));
    }

    [Fact]
    public void Log_should_read_as_in_its_notes_when_decoded()
    {
        Assert.True(MLog.TryDecode(Fixture("log", MessageType.Log), out var log, out _));
        Assert.Equal(18ul, log.Prefix.Version);
        Assert.Equal(Fsid, log.Fsid);
        Assert.Equal(2, log.Entries.Count);
        Assert.Equal(
            new LogEntry(
                AuthEntityName.Parse("client.admin"),
                EntityName.Client(-1),
                EntityAddressVector.Parse("v1:127.0.0.1:0/4660"),
                new UTime(1795371965, 854620149),
                0,
                LogPriority.Info,
                "hello log"),
            log.Entries[0]);
        Assert.Equal((EntityName.Mon(0), 24ul, "audit"), (log.Entries[1].Rank, log.Entries[1].Seq, log.Entries[1].Channel));
    }

    [Fact]
    public void Osd_pings_should_read_as_in_their_notes_when_decoded()
    {
        Assert.True(MOSDPing.TryDecode(Fixture("osd-ping-reply", MessageType.OsdPing, 5, 4), out var reply, out _));
        var expected = new MOSDPing(Fsid, 5, OsdPingOperation.PingReply, new UTime(0x5f5e1000, 500))
        {
            UpFrom = 4,
            MonoPingStamp = new SignedSpan(10, 1),
            MonoSendStamp = new SignedSpan(107, 629211932),
            DeltaUpperBound = new SignedSpan(97, 629211931),
            MinSize = 2000,
        };
        Assert.Equal(expected, reply);
        Assert.True(MOSDPing.TryDecode(Fixture("osd-ping-you-died", MessageType.OsdPing, 5, 4), out var died, out _));
        Assert.Equal(expected with { Operation = OsdPingOperation.YouDied, DeltaUpperBound = null }, died);
    }

    [Fact]
    public void Object_write_and_read_should_read_as_rados_asked_when_decoded()
    {
        var put = Messages("v1-none-osd-put-get-64k/");
        Assert.True(MOSDOp.TryDecode(put[0], out var write, out _));
        Assert.Equal(
            (new PlacementGroup(1, 7), new ObjectLocator(1), "small", 0x89c82f97u, 10u),
            (write.Group, write.Locator, write.ObjectName, write.Hash, write.MapEpoch));
        Assert.Equal([new OsdOperation(OsdOperation.WriteFull, 0, 65_536) { PayloadLength = 65_536 }], write.Operations);
        Assert.Equal((MOSDOp.NoShard, MOSDOp.NoSnapshot, 0, 0x3f01cfbdfffdfffful), (write.Shard, write.Snapshot, write.RetryAttempt, write.Features));
        Assert.True(MOSDOpReply.TryDecode(put[1], out var written, out _));
        Assert.Equal(("small", 0, new ObjectVersion(1, 10), 1ul), (written.ObjectName, written.Result, written.Version, written.UserVersion));

        var get = Messages("v1-none-osd-put-get-64k/stream-1.");
        Assert.True(MOSDOp.TryDecode(get[0], out var read, out _));
        Assert.Equal([new OsdOperation(OsdOperation.Read, 0, 4 << 20)], read.Operations);
        Assert.True(MOSDOpReply.TryDecode(get[1], out var answer, out _));
        Assert.Equal(65_536, answer.Data.Length);
        Assert.Equal([0], answer.Results);
    }

    private static List<CephMessage> Messages(string capture) =>
        [.. new Capture(capture).Decode().Elements.Select(element => element.Message).OfType<CephMessage>()];

    private static CephMessage Fixture(string name, MessageType type, ushort version = 1, ushort compat = 1) =>
        TypedBody.Message(type, Fixtures.Read("messages", name + ".bin"), version, compat);
}
