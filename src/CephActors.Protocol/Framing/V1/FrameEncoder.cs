using System.Buffers.Binary;
using CephActors.Encoding;

namespace CephActors.Framing.V1;

/// <summary>
/// Writes the frames of one direction of a v1 stream. Ceph: <c>src/msg/async/ProtocolV1.cc</c>, <c>write_message</c>;
/// <c>src/msg/Message.cc</c>, <c>Message::encode</c>.
/// </summary>
internal sealed class FrameEncoder(FramingOptions options) : IFrameEncoder
{
    private const int NumberSize = 1 + sizeof(ulong);

    private MessagePhase? _phase;

    /// <inheritdoc/>
    public void Configure(FramePhase phase) =>
        _phase = phase as MessagePhase ?? throw new ArgumentException($"A {phase.GetType().Name} means nothing in protocol v1.", nameof(phase));

    /// <inheritdoc/>
    public void Encode(in OutgoingFrame frame, FrameBuffer output)
    {
        switch (frame.Kind)
        {
            case FrameKind.Message:
                WriteMessage(frame, output);
                break;
            case FrameKind.Ack:
                WriteNumber(MessengerTag.Ack, frame.Value, output);
                break;
            case FrameKind.Keepalive2:
                WriteNumber(MessengerTag.Keepalive2, frame.Value, output);
                break;
            case FrameKind.Keepalive2Ack:
                WriteNumber(MessengerTag.Keepalive2Ack, frame.Value, output);
                break;
            case FrameKind.Keepalive:
                WriteTag(MessengerTag.Keepalive, output);
                break;
            case FrameKind.Close:
                WriteTag(MessengerTag.Close, output);
                break;
            case FrameKind.Sequence:
                BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(sizeof(ulong)), frame.Value);
                output.Advance(sizeof(ulong));
                break;
            case FrameKind.Raw:
                output.Append(frame.Bytes);
                break;
            case FrameKind.Configure:
                Configure(frame.Phase!);
                break;
            default:
                throw new ArgumentException($"A {frame.Kind} is sent as raw bytes: encode its record first.", nameof(frame));
        }
    }

    private static void WriteTag(MessengerTag tag, FrameBuffer output)
    {
        output.GetSpan(1)[0] = (byte)tag;
        output.Advance(1);
    }

    private static void WriteNumber(MessengerTag tag, ulong value, FrameBuffer output)
    {
        var span = output.GetSpan(NumberSize);
        span[0] = (byte)tag;
        BinaryPrimitives.WriteUInt64LittleEndian(span[1..], value);
        output.Advance(NumberSize);
    }

    private void WriteMessage(in OutgoingFrame frame, FrameBuffer output)
    {
        var phase = _phase ?? throw new InvalidOperationException("Configure the encoder before the first message: the footer's form depends on it.");
        var message = frame.Content!;
        var span = output.GetSpan(1 + MessageHeader.WireSize);
        span[0] = (byte)MessengerTag.Message;
        var header = new MessageHeader
        {
            Seq = frame.Value,
            Tid = message.Tid,
            Type = (ushort)message.Type,
            Priority = frame.Priority,
            Version = message.Version,
            FrontLength = (uint)message.Front.Length,
            MiddleLength = (uint)message.Middle.Length,
            DataLength = checked((uint)message.Data.Length),
            DataOffset = message.DataOffset,
            Source = frame.Source,
            CompatVersion = message.CompatVersion != 0 ? message.CompatVersion : message.Version,
        }.Write(span[1..], options.CrcHeader);
        output.Advance(1 + MessageHeader.WireSize);
        output.Append(message.Front);
        output.Append(message.Middle);
        foreach (var piece in message.Data)
            output.Append(piece);
        WriteFooter(message, header, phase, output);
    }

    private void WriteFooter(CephMessage message, in MessageHeader header, MessagePhase phase, FrameBuffer output)
    {
        var footer = new MessageFooter
        {
            FrontCrc = options.CrcHeader ? Crc32C.Append(0, message.Front.Span) : 0,
            MiddleCrc = options.CrcHeader ? Crc32C.Append(0, message.Middle.Span) : 0,
            DataCrc = options.CrcData ? Crc32C.Append(0, message.Data) : 0,
            Flags = options.CrcData ? MessageFooter.Complete : (byte)(MessageFooter.Complete | MessageFooter.NoCrc),
        };
        if (phase is { MsgAuth: true, Signer: { } signer })
            footer = footer with { Signature = signer.Sign(header, footer), Flags = (byte)(footer.Flags | MessageFooter.Signed) };
        var size = MessageFooter.SizeOf(phase.MsgAuth);
        footer.Write(output.GetSpan(size), phase.MsgAuth);
        output.Advance(size);
    }
}
