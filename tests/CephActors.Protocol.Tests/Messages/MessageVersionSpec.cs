using CephActors.Encoding;
using CephActors.Messages;

namespace CephActors.Protocol.Tests.Messages;

/// <summary>Forms that older peers send or want.</summary>
public class MessageVersionSpec
{
    private static readonly Guid Fsid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    [Fact]
    public void Subscribe_should_take_its_old_form_when_the_peer_lacks_subscribe2()
    {
        var what = new Dictionary<string, MonSubscription>
        {
            ["monmap"] = MonSubscription.From(5, oneTime: true),
            ["osdmap"] = MonSubscription.From(0),
        };
        var message = new MMonSubscribe(what, "host").ToMessage(features: 0);
        Assert.Equal((0, 1), (message.Version, message.CompatVersion));
        Assert.Equal(
            "02000000" + "060000006d6f6e6d6170" + "0000000000000000" + "0400000000000000" + "01"
            + "060000006f73646d6170" + "0000000000000000" + "0000000000000000" + "00",
            Convert.ToHexStringLower(message.Front.Span));

        foreach (ushort version in new ushort[] { 0, 1 })
        {
            Assert.True(MMonSubscribe.TryDecode(TypedBody.Message(MessageType.MonSubscribe, message.Front, version), out var body, out string? error), error);
            Assert.Equal(what.OrderBy(item => item.Key, StringComparer.Ordinal), body.What);
            Assert.Equal("", body.Hostname);
        }
    }

    [Fact]
    public void Subscribe_should_have_no_host_name_when_it_is_version_two()
    {
        var message = new MMonSubscribe(new Dictionary<string, MonSubscription> { ["a"] = new(1, 1) }).ToMessage();
        var older = TypedBody.Message(MessageType.MonSubscribe, message.Front[..^4], 2);
        Assert.True(MMonSubscribe.TryDecode(older, out var body, out string? error), error);
        Assert.True(body.What["a"].IsOneTime);
        Assert.Equal("", body.Hostname);
    }

    [Fact]
    public void Version_reply_should_have_no_oldest_version_when_it_is_version_one()
    {
        var message = new MMonGetVersionReply(1, 2, 3).ToMessage();
        Assert.True(MMonGetVersionReply.TryDecode(TypedBody.Message(message.Type, message.Front[..16]), out var body, out string? error), error);
        Assert.Equal(new MMonGetVersionReply(1, 2, 0), body);
    }

    [Fact]
    public void Auth_should_have_epoch_zero_when_it_ends_before_it()
    {
        var message = new MAuth(2, new byte[] { 1, 2 }, 9).ToMessage();
        Assert.True(MAuth.TryDecode(TypedBody.Message(message.Type, message.Front[..^4]), out var body, out _));
        Assert.Equal(0u, body.MonmapEpoch);
        Assert.Equal([1, 2], body.Payload.ToArray());
    }

    [Fact]
    public void Log_ack_should_mean_the_cluster_log_when_it_has_no_channel()
    {
        var message = new MLogAck(Fsid, 7, "audit").ToMessage();
        Assert.True(MLogAck.TryDecode(TypedBody.Message(message.Type, message.Front[..24]), out var body, out _));
        Assert.Equal(new MLogAck(Fsid, 7, "cluster"), body);
    }

    [Fact]
    public void Osd_ping_should_end_with_its_padding_when_it_is_version_four()
    {
        var writer = new WireWriter();
        writer.WriteUuid(Fsid);
        writer.WriteU32(7);
        writer.WriteU8(5);
        writer.WriteUTime(new UTime(1, 2));
        writer.WriteU32(3);
        writer.WriteZeros(3);
        Assert.True(MOSDPing.TryDecode(TypedBody.Message(MessageType.OsdPing, writer.ToArray(), 4, 4), out var body, out string? error), error);
        Assert.Equal(new MOSDPing(Fsid, 7, OsdPingOperation.PingReply, new UTime(1, 2)) { MinSize = 32 }, body);

        Assert.False(MOSDPing.TryDecode(TypedBody.Message(MessageType.OsdPing, writer.ToArray(), 3, 3), out _, out error));
        Assert.Equal("MOSDPing: version at offset 0: 3 is older than this decoder knows", error);
    }

    [Fact]
    public void Osd_ping_should_be_refused_when_its_padding_is_missing()
    {
        byte[] front = new MOSDPing(Fsid, 7, OsdPingOperation.Ping, default) { MinSize = 64 }.ToMessage().Front[..^1].ToArray();
        Assert.False(MOSDPing.TryDecode(TypedBody.Message(MessageType.OsdPing, front, 5, 4), out _, out string? error));
        Assert.Equal("MOSDPing: padding at offset 54: length 35 exceeds the 34 bytes left", error);
    }

    [Fact]
    public void Log_entry_should_take_its_old_form_when_the_peer_is_older_than_nautilus()
    {
        var entry = new LogEntry(
            AuthEntityName.Parse("client.admin"),
            EntityName.Client(4100),
            EntityAddressVector.Parse("[v2:10.0.0.1:3300/5,v1:10.0.0.1:6789/5]"),
            new UTime(1, 2),
            3,
            LogPriority.Warning,
            "text",
            "audit");
        var message = new MLog(Fsid, [entry]).ToMessage(features: CephFeatures.MsgAddr2);
        Assert.Equal(4, message.Front.Span[18 + 16 + 4]);
        Assert.True(MLog.TryDecode(message, out var body, out string? error), error);
        Assert.Equal(entry with { Addresses = EntityAddressVector.Parse("v1:10.0.0.1:6789/5") }, Assert.Single(body.Entries));
    }

    [Theory]
    [InlineData(2, "cluster")]
    [InlineData(3, "audit")]
    public void Log_entry_should_be_read_when_it_has_no_name_yet(byte version, string channel)
    {
        var writer = new WireWriter();
        PaxosPrefix.None.Write(writer);
        writer.WriteUuid(Fsid);
        writer.WriteU32(1);
        int mark = writer.BeginEnvelope(version, 2);
        writer.WriteEntityName(EntityName.Osd(1));
        writer.WriteEntityAddress(EntityAddress.Parse("v1:10.0.0.1:6789/5"), 0);
        writer.WriteUTime(new UTime(1, 2));
        writer.WriteU64(3);
        writer.WriteU16(4);
        writer.WriteString("text");
        if (version >= 3)
            writer.WriteString(channel);
        writer.EndEnvelope(mark);
        Assert.True(MLog.TryDecode(TypedBody.Message(MessageType.Log, writer.ToArray()), out var body, out string? error), error);
        var entry = Assert.Single(body.Entries);
        Assert.Equal((default, EntityName.Osd(1), LogPriority.Error, channel), (entry.Name, entry.Rank, entry.Priority, entry.Channel));
    }
}
