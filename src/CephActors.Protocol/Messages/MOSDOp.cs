using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// Asks an OSD for operations on an object; what they write is the message's data. Front, version 8: placement group with shard in an
/// envelope (1,1), hash (4), map epoch (4), flags (4), request id, trace (24), client incarnation (4), time (8), locator, object,
/// operations with a 16-bit count, snapshot (8), snapshot context (8 and a list of 8), retry attempt (4), features (8).
/// Ceph: <c>src/messages/MOSDOp.h</c>.
/// </summary>
/// <param name="Group">The placement group the object is in.</param>
/// <param name="Locator">Where the object belongs.</param>
/// <param name="ObjectName">The object.</param>
/// <param name="Operations">What to do, in order.</param>
public sealed record MOSDOp(PlacementGroup Group, ObjectLocator Locator, string ObjectName, IReadOnlyList<OsdOperation> Operations)
    : IMessageBody<MOSDOp>
{
    /// <summary>The snapshot id of the present. Ceph: <c>CEPH_NOSNAP</c>.</summary>
    public const ulong NoSnapshot = unchecked((ulong)-2);

    /// <summary>The shard of a pool without shards. Ceph: <c>shard_id_t::NO_SHARD</c>.</summary>
    public const sbyte NoShard = -1;

    internal const int TraceSize = 3 * sizeof(ulong);

    private const ushort KnownVersion = 8, Compat = 3;
    private const byte ShardedGroupVersion = 1;

    /// <summary>The part of an erasure-coded group.</summary>
    public sbyte Shard { get; init; } = NoShard;

    /// <summary>The object's hash.</summary>
    public uint Hash { get; init; }

    /// <summary>The sender's OSD map.</summary>
    public uint MapEpoch { get; init; }

    /// <summary>Ceph: <c>CEPH_OSD_FLAG_*</c>.</summary>
    public uint Flags { get; init; }

    /// <summary>Whose request it is, if not the sender's own.</summary>
    public OsdRequestId RequestId { get; init; }

    /// <summary>The client's incarnation.</summary>
    public uint ClientIncarnation { get; init; }

    /// <summary>The modification time for what is written.</summary>
    public UTime Time { get; init; }

    /// <summary>What to read from.</summary>
    public ulong Snapshot { get; init; } = NoSnapshot;

    /// <summary>The newest snapshot that a write has to know of.</summary>
    public ulong SnapshotSeq { get; init; }

    /// <summary>The snapshots that exist, newest first.</summary>
    public IReadOnlyList<ulong> Snapshots { get; init; } = [];

    /// <summary>0 for the first; −1 if not known.</summary>
    public int RetryAttempt { get; init; } = -1;

    /// <summary>The features of the client, if the message came through others.</summary>
    public ulong Features { get; init; }

    /// <summary>What the operations write.</summary>
    public ReadOnlySequence<byte> Data { get; init; }

    /// <summary>Encodes the message, version 8.</summary>
    /// <param name="tid">Transaction id.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        var writer = new WireWriter(256);
        int mark = writer.BeginEnvelope(ShardedGroupVersion, ShardedGroupVersion);
        Group.Write(writer);
        writer.WriteU8((byte)Shard);
        writer.EndEnvelope(mark);
        writer.WriteU32(Hash);
        writer.WriteU32(MapEpoch);
        writer.WriteU32(Flags);
        RequestId.Write(writer);
        writer.WriteZeros(TraceSize);
        writer.WriteU32(ClientIncarnation);
        writer.WriteUTime(Time);
        Locator.Write(writer);
        writer.WriteString(ObjectName);
        writer.WriteU16((ushort)Operations.Count);
        foreach (var operation in Operations)
            operation.WriteTo(writer);
        writer.WriteU64(Snapshot);
        writer.WriteU64(SnapshotSeq);
        writer.WriteU32((uint)Snapshots.Count);
        foreach (ulong snapshot in Snapshots)
            writer.WriteU64(snapshot);
        writer.WriteS32(RetryAttempt);
        writer.WriteU64(Features);
        return new CephMessage(MessageType.OsdOp, writer.ToArray(), default, Data) { Tid = tid, Version = KnownVersion, CompatVersion = Compat };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message, of version 8 or later.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MOSDOp? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.OsdOp, KnownVersion, out var reader, out error))
            return false;
        if (message.Version < KnownVersion)
            reader.Fail("version", $"{message.Version} is older than this decoder knows");
        var envelope = reader.BeginEnvelope(ShardedGroupVersion, "placement group");
        var group = PlacementGroup.Read(ref reader, "placement group");
        var shard = (sbyte)reader.ReadU8("shard");
        reader.EndEnvelope(envelope);
        uint hash = reader.ReadU32("hash"), epoch = reader.ReadU32("map epoch"), flags = reader.ReadU32("flags");
        var requestId = OsdRequestId.Read(ref reader, "request id");
        reader.ReadBytes(TraceSize, "trace");
        uint incarnation = reader.ReadU32("client incarnation");
        var time = reader.ReadUTime("time");
        var result = new MOSDOp(
            group,
            ObjectLocator.Read(ref reader, "locator"),
            reader.ReadString("object"),
            ReadOperations(ref reader, reader.ReadU16("operations")))
        {
            Shard = shard,
            Hash = hash,
            MapEpoch = epoch,
            Flags = flags,
            RequestId = requestId,
            ClientIncarnation = incarnation,
            Time = time,
            Snapshot = reader.ReadU64("snapshot"),
            SnapshotSeq = reader.ReadU64("snapshot seq"),
            Snapshots = ReadSnapshots(ref reader),
            RetryAttempt = reader.ReadS32("retry attempt"),
            Features = reader.ReadU64("features"),
            Data = message.Data,
        };
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }

    /// <summary>Reads so many operations, if the message is long enough to hold them.</summary>
    internal static OsdOperation[] ReadOperations(ref WireReader reader, uint count)
    {
        if (count > (uint)(reader.Remaining / OsdOperation.WireSize))
            reader.Fail("operations", $"count {count} exceeds the {reader.Remaining} bytes left");
        if (reader.Failed)
            return [];
        var operations = new OsdOperation[count];
        for (int i = 0; i < operations.Length; i++)
            operations[i] = OsdOperation.ReadFrom(ref reader, "operations");
        return operations;
    }

    private static ulong[] ReadSnapshots(ref WireReader reader)
    {
        var snapshots = new ulong[reader.ReadCount(sizeof(ulong), "snapshots")];
        for (int i = 0; i < snapshots.Length; i++)
            snapshots[i] = reader.ReadU64("snapshots");
        return snapshots;
    }
}
