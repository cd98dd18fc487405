using CephActors.Messages;

namespace CephActors.Protocol.Tests.Messages;

/// <summary>The typed bodies by message type, so that one test can go over all of them.</summary>
internal static class TypedBody
{
    /// <summary>Decodes a message and encodes it again; null with the reason if it was refused.</summary>
    public delegate CephMessage? Recode(CephMessage message, out string? error);

    public static IReadOnlyDictionary<MessageType, Recode> All { get; } = new Dictionary<MessageType, Recode>
    {
        [MessageType.Ping] = (CephMessage m, out string? e) => MPing.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.MonMap] = (CephMessage m, out string? e) => MMonMap.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.MonGetMap] = (CephMessage m, out string? e) => MMonGetMap.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.MonSubscribe] = (CephMessage m, out string? e) => MMonSubscribe.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.MonSubscribeAck] = (CephMessage m, out string? e) => MMonSubscribeAck.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.Auth] = (CephMessage m, out string? e) => MAuth.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.AuthReply] = (CephMessage m, out string? e) => MAuthReply.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.MonCommand] = (CephMessage m, out string? e) => MMonCommand.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.MonCommandAck] = (CephMessage m, out string? e) => MMonCommandAck.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.MonGetVersion] = (CephMessage m, out string? e) => MMonGetVersion.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.MonGetVersionReply] =
            (CephMessage m, out string? e) => MMonGetVersionReply.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.Config] = (CephMessage m, out string? e) => MConfig.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.Log] = (CephMessage m, out string? e) => MLog.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.LogAck] = (CephMessage m, out string? e) => MLogAck.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.OsdPing] = (CephMessage m, out string? e) => MOSDPing.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.OsdOp] = (CephMessage m, out string? e) => MOSDOp.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.OsdOpReply] = (CephMessage m, out string? e) => MOSDOpReply.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.Command] = (CephMessage m, out string? e) => MCommand.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
        [MessageType.CommandReply] = (CephMessage m, out string? e) => MCommandReply.TryDecode(m, out var b, out e) ? b.ToMessage(m.Tid) : null,
    };

    /// <summary>One message of each type, with every part filled.</summary>
    public static IEnumerable<CephMessage> Samples
    {
        get
        {
            var fsid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
            byte[] payload = [1, 2, 3, 4, 5];
            string[] command = ["{\"prefix\":\"mon stat\"}", "x"];
            Assert.True(MonMap.TryDecode(Fixtures.Read("messages", "mon-map-three-mons.bin"), out var map, out _));
            yield return new MPing("{}").ToMessage();
            yield return new MMonMap(map).ToMessage();
            yield return new MMonGetMap().ToMessage();
            yield return new MMonSubscribe(
                new Dictionary<string, MonSubscription> { ["monmap"] = new(2, 0), ["config"] = MonSubscription.From(0, oneTime: true) }, "host").ToMessage();
            yield return new MMonSubscribeAck(86400, fsid).ToMessage();
            yield return new MAuth(2, payload, 3).ToMessage();
            yield return new MAuthReply(2, -13, 4100, payload, "no").ToMessage();
            yield return new MMonCommand(fsid, command).ToMessage(7);
            yield return new MMonCommandAck(-22, "bad", command) { Prefix = new PaxosPrefix(9, 1, 2) }.ToMessage(7);
            yield return new MMonGetVersion(1, "osdmap").ToMessage();
            yield return new MMonGetVersionReply(1, 10, 2).ToMessage();
            yield return new MConfig(new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }).ToMessage();
            yield return Message(MessageType.Log, Fixtures.Read("messages", "log.bin"));
            yield return new MLogAck(fsid, 5, "audit").ToMessage();
            yield return new MOSDPing(fsid, 7, OsdPingOperation.Ping, new UTime(1, 2)) { DeltaUpperBound = new SignedSpan(-1, -2), MinSize = 64 }.ToMessage();
            OsdOperation[] operations = [new(OsdOperation.WriteFull, 0, 5) { PayloadLength = 5 }, new(OsdOperation.Read, 1, 2) { Flags = 3, TruncateSize = 4, TruncateSeq = 5 }];
            yield return new MOSDOp(new PlacementGroup(1, 7), new ObjectLocator(1) { Key = "k", Namespace = "n" }, "object", operations)
            {
                Shard = 2,
                Hash = 3,
                MapEpoch = 4,
                Flags = 0x24,
                RequestId = new OsdRequestId(EntityName.Client(5), 6, 7),
                ClientIncarnation = 8,
                Time = new UTime(9, 10),
                Snapshot = 11,
                SnapshotSeq = 12,
                Snapshots = [12, 11],
                RetryAttempt = 1,
                Features = 13,
            }.ToMessage(9);
            yield return new MOSDOpReply("object", new PlacementGroup(1, 7), -5, operations)
            {
                Flags = 0x25,
                OldVersion = new ObjectVersion(1, 2),
                MapEpoch = 3,
                RetryAttempt = 4,
                Results = [5, -6],
                Version = new ObjectVersion(7, 8),
                UserVersion = 9,
            }.ToMessage(9);
            yield return new MCommand(fsid, command).ToMessage(8);
            yield return new MCommandReply(-1, "no").ToMessage(8);
        }
    }

    public static CephMessage Message(MessageType type, ReadOnlyMemory<byte> front, ushort version = 1, ushort compat = 1) =>
        new(type, front) { Version = version, CompatVersion = compat };

    /// <summary>The same header over another front.</summary>
    public static CephMessage WithFront(CephMessage message, ReadOnlyMemory<byte> front) =>
        Message(message.Type, front, message.Version, message.CompatVersion);
}
