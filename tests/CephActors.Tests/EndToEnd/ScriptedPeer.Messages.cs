using System.Buffers;
using System.Buffers.Binary;
using CephActors.Encoding;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Tests.EndToEnd;

/// <summary>The verbs of an open session whose sides agreed on MSG_AUTH, unsigned.</summary>
internal sealed partial class ScriptedPeer
{
    /// <summary>Where the parts of an encoded message lie.</summary>
    public const int HeaderOffset = 1;

    /// <summary>Where the front of an encoded message begins.</summary>
    public const int FrontOffset = HeaderOffset + MessageHeader.WireSize;

    /// <summary>A message as it travels, with tag, header and footer.</summary>
    public static byte[] Encode(CephMessage message, ulong seq, EntityName? source = null)
    {
        var encoder = new FrameEncoder(FramingOptions.Default);
        encoder.Configure(new MessagePhase(MsgAuth: true));
        var output = new FrameBuffer(int.MaxValue);
        encoder.Encode(OutgoingFrame.Message(message, seq, source ?? EntityName.Osd(1), MessagePriority.Default), output);
        return output.ToSequence().ToArray();
    }

    public Task SendMessageAsync(CephMessage message, ulong seq) => SendAsync(Encode(message, seq));

    public Task SendAckAsync(ulong seq) => SendNumberAsync(MessengerTag.Ack, seq);

    public Task SendKeepalive2Async(UTime stamp) =>
        SendNumberAsync(MessengerTag.Keepalive2, stamp.Seconds | ((ulong)stamp.Nanoseconds << 32));

    public Task SendKeepalive2AckAsync(UTime stamp) =>
        SendNumberAsync(MessengerTag.Keepalive2Ack, stamp.Seconds | ((ulong)stamp.Nanoseconds << 32));

    public Task SendTagAsync(MessengerTag tag) => SendAsync(new[] { (byte)tag });

    public async Task ExpectTagAsync(MessengerTag tag) => Assert.Equal(tag, (MessengerTag)(await ReadAsync(1))[0]);

    /// <summary>Waits for a message, checks its checksums, and returns it with its seq.</summary>
    public async Task<CephMessage> ExpectMessageAsync(ulong? seq = null)
    {
        await ExpectTagAsync(MessengerTag.Message);
        var bytes = await ReadAsync(MessageHeader.WireSize);
        var header = MessageHeader.Read(bytes);
        Assert.Equal(MessageHeader.ComputeCrc(bytes), header.Crc);
        var front = await ReadAsync((int)header.FrontLength);
        var middle = await ReadAsync((int)header.MiddleLength);
        var data = await ReadAsync((int)header.DataLength);
        var footer = MessageFooter.Read(await ReadAsync(MessageFooter.WireSize), msgAuth: true);
        Assert.Equal(
            (Crc32C.Append(0, front), Crc32C.Append(0, middle), Crc32C.Append(0, data), MessageFooter.Complete),
            (footer.FrontCrc, footer.MiddleCrc, footer.DataCrc, footer.Flags));
        Assert.Equal(seq ?? header.Seq, header.Seq);
        return new CephMessage((MessageType)header.Type, front, middle, data)
        {
            Seq = header.Seq,
            Tid = header.Tid,
            Priority = header.Priority,
            Source = header.Source,
        };
    }

    /// <summary>
    /// Waits until everything up to a number is acknowledged, in one step or in several; a step is repeated where a message came again.
    /// </summary>
    public async Task ExpectAckAsync(ulong seq)
    {
        ulong acknowledged = 0;
        while (acknowledged < seq)
        {
            var next = await ExpectNumberAsync(MessengerTag.Ack);
            Assert.InRange(next, acknowledged, seq);
            acknowledged = next;
        }
    }

    public async Task<UTime> ExpectKeepalive2Async() => Unpack(await ExpectNumberAsync(MessengerTag.Keepalive2));

    public async Task<UTime> ExpectKeepalive2AckAsync() => Unpack(await ExpectNumberAsync(MessengerTag.Keepalive2Ack));

    private static UTime Unpack(ulong value) => new((uint)value, (uint)(value >> 32));

    private Task SendNumberAsync(MessengerTag tag, ulong value)
    {
        var bytes = new byte[1 + sizeof(ulong)];
        bytes[0] = (byte)tag;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(1), value);
        return SendAsync(bytes);
    }

    private async Task<ulong> ExpectNumberAsync(MessengerTag tag)
    {
        await ExpectTagAsync(tag);
        return BinaryPrimitives.ReadUInt64LittleEndian(await ReadAsync(sizeof(ulong)));
    }
}
