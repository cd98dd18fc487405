using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>
/// A heartbeat between OSDs. Front: fsid (16), map epoch (4), operation (1), ping stamp (8), padding length (4), then from version 5 up-from (4),
/// monotonic ping stamp (8), monotonic send stamp (8), delta (1 or 9), then the padding. Ceph: <c>src/messages/MOSDPing.h</c>.
/// </summary>
/// <param name="Fsid">The cluster's id; a ping with another one is dropped.</param>
/// <param name="MapEpoch">The sender's OSD map.</param>
/// <param name="Operation">What it says.</param>
/// <param name="PingStamp">The pinging side's wall clock when it sent the ping; a reply repeats it.</param>
public sealed record MOSDPing(Guid Fsid, uint MapEpoch, OsdPingOperation Operation, UTime PingStamp) : IMessageBody<MOSDPing>
{
    private const ushort KnownVersion = 5, OldestReadable = 4;

    /// <summary>Bytes of the fields before the padding length, which <see cref="MinSize"/> counts and the others not.</summary>
    private const int CountedSize = 29;

    /// <summary>Epoch since which the sender is up.</summary>
    public uint UpFrom { get; init; }

    /// <summary>The pinging side's monotonic clock when it sent the ping, counted from its start; a reply repeats it.</summary>
    public SignedSpan MonoPingStamp { get; init; }

    /// <summary>The sender's monotonic clock when it sent this message.</summary>
    public SignedSpan MonoSendStamp { get; init; }

    /// <summary>Upper bound of the difference of the two clocks, if the sender knows one.</summary>
    public SignedSpan? DeltaUpperBound { get; init; }

    /// <summary>
    /// The size to pad to, so that a network that drops large packets shows itself; 29 or less for no padding. As in Ceph the
    /// message gets longer than that by the fields of version 5 and the padding length. Ceph: <c>osd_heartbeat_min_size</c>, 2000.
    /// </summary>
    public int MinSize { get; init; }

    /// <summary>Encodes the message, version 5.</summary>
    /// <param name="tid">Transaction id.</param>
    public CephMessage ToMessage(ulong tid = 0)
    {
        int padding = Math.Max(0, MinSize - CountedSize);
        var writer = new WireWriter(CountedSize + 64 + padding);
        writer.WriteUuid(Fsid);
        writer.WriteU32(MapEpoch);
        writer.WriteU8((byte)Operation);
        writer.WriteUTime(PingStamp);
        writer.WriteU32((uint)padding);
        writer.WriteU32(UpFrom);
        writer.WriteSignedSpan(MonoPingStamp);
        writer.WriteSignedSpan(MonoSendStamp);
        writer.WriteBool(DeltaUpperBound.HasValue);
        if (DeltaUpperBound is { } delta)
            writer.WriteSignedSpan(delta);
        writer.WriteZeros(padding);
        return new CephMessage(MessageType.OsdPing, writer.ToArray())
        {
            Tid = tid,
            Version = KnownVersion,
            CompatVersion = OldestReadable,
        };
    }

    /// <summary>Decodes a message; never throws for what a peer sent.</summary>
    /// <param name="message">The message, of version 4 or later.</param>
    /// <param name="body">The decoded body, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public static bool TryDecode(CephMessage message, [NotNullWhen(true)] out MOSDPing? body, [NotNullWhen(false)] out string? error)
    {
        body = null;
        if (!MessageBody.TryOpen(message, MessageType.OsdPing, KnownVersion, out var reader, out error))
            return false;
        if (message.Version < OldestReadable)
            reader.Fail("version", $"{message.Version} is older than this decoder knows");
        var result = new MOSDPing(
            reader.ReadUuid("fsid"), reader.ReadU32("map epoch"), (OsdPingOperation)reader.ReadU8("operation"), reader.ReadUTime("ping stamp"));
        uint padding = reader.ReadU32("padding");
        if (message.Version >= 5)
        {
            result = result with
            {
                UpFrom = reader.ReadU32("up from"),
                MonoPingStamp = reader.ReadSignedSpan("monotonic ping stamp"),
                MonoSendStamp = reader.ReadSignedSpan("monotonic send stamp"),
                DeltaUpperBound = reader.ReadBool("delta") ? reader.ReadSignedSpan("delta") : null,
            };
        }
        if (padding > (uint)reader.Remaining)
            reader.Fail("padding", $"length {padding} exceeds the {reader.Remaining} bytes left");
        else
            result = result with { MinSize = CountedSize + (int)padding };
        return MessageBody.TryFinish(reader, message, result, out body, out error);
    }
}
