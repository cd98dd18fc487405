using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// An OSD's answer to <see cref="MOSDOp"/>; what operations read is the message's data. Front, version 8: object, placement group (17),
/// flags (8), result (4), version for old clients (12), map epoch (4), operations with a 32-bit count, retry attempt (4), a result (4)
/// for each operation, version (12), user version (8), redirect (1 and its body), trace (24). Ceph: <c>src/messages/MOSDOpReply.h</c>.
/// </summary>
/// <param name="ObjectName">The object.</param>
/// <param name="Group">The placement group it is in.</param>
/// <param name="Result">0 or more, or a negative errno.</param>
/// <param name="Operations">The request's operations.</param>
public sealed record MOSDOpReply(string ObjectName, PlacementGroup Group, int Result, IReadOnlyList<OsdOperation> Operations)
    : IMessageBody<MOSDOpReply>
{
    private const ushort KnownVersion = 8, Compat = 2;

    /// <summary>Ceph: <c>CEPH_OSD_FLAG_*</c>.</summary>
    public ulong Flags { get; init; }

    /// <summary>The version as clients from before 2013 look for it.</summary>
    public ObjectVersion OldVersion { get; init; }

    /// <summary>The OSD's map.</summary>
    public uint MapEpoch { get; init; }

    /// <summary>The request's attempt that is answered.</summary>
    public int RetryAttempt { get; init; } = -1;

    /// <summary>The result of each operation; missing ones are 0.</summary>
    public IReadOnlyList<int> Results { get; init; } = [];

    /// <summary>The version that a write has made.</summary>
    public ObjectVersion Version { get; init; }

    /// <summary>The object's version as users see it.</summary>
    public ulong UserVersion { get; init; }

    /// <summary>What operations have read.</summary>
    public ReadOnlySequence<byte> Data { get; init; }

    /// <summary>Encodes the message, version 8.</summary>
    /// <param name="tid">Transaction id of the request.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        var writer = new WireWriter(192);
        writer.WriteString(ObjectName);
        Group.Write(writer);
        writer.WriteU64(Flags);
        writer.WriteS32(Result);
        OldVersion.Write(writer);
        writer.WriteU32(MapEpoch);
        writer.WriteU32((uint)Operations.Count);
        foreach (var operation in Operations)
            operation.WriteTo(writer);
        writer.WriteS32(RetryAttempt);
        for (int i = 0; i < Operations.Count; i++)
            writer.WriteS32(i < Results.Count ? Results[i] : 0);
        Version.Write(writer);
        writer.WriteU64(UserVersion);
        writer.WriteBool(false);
        writer.WriteZeros(MOSDOp.TraceSize);
        return new CephMessage(MessageType.OsdOpReply, writer.ToArray(), default, Data) { Tid = tid, Version = KnownVersion, CompatVersion = Compat };
    }

    /// <summary>Decodes a message; never throws for what a peer sent. Redirections, which caching tiers send, are refused.</summary>
    /// <param name="message">The message, of version 8 or later.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MOSDOpReply? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.OsdOpReply, KnownVersion, out var reader, out error))
            return false;
        if (message.Version < KnownVersion)
            reader.Fail("version", $"{message.Version} is older than this decoder knows");
        string name = reader.ReadString("object");
        var group = PlacementGroup.Read(ref reader, "placement group");
        ulong flags = reader.ReadU64("flags");
        int returned = reader.ReadS32("result");
        var oldVersion = ObjectVersion.Read(ref reader, "old version");
        uint epoch = reader.ReadU32("map epoch");
        var operations = MOSDOp.ReadOperations(ref reader, reader.ReadU32("operations"));
        var result = new MOSDOpReply(name, group, returned, operations)
        {
            Flags = flags,
            OldVersion = oldVersion,
            MapEpoch = epoch,
            RetryAttempt = reader.ReadS32("retry attempt"),
            Results = ReadResults(ref reader, operations.Length),
            Version = ObjectVersion.Read(ref reader, "version"),
            UserVersion = reader.ReadU64("user version"),
            Data = message.Data,
        };
        if (reader.ReadBool("redirect"))
            reader.Fail("redirect", "redirections are not followed");
        reader.ReadBytes(MOSDOp.TraceSize, "trace");
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }

    private static int[] ReadResults(ref WireReader reader, int count)
    {
        var results = new int[count];
        for (int i = 0; i < count; i++)
            results[i] = reader.ReadS32("results");
        return results;
    }
}
