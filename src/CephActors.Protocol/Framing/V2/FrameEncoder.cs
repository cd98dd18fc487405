using System.Buffers.Binary;
using CephActors.Encoding;

namespace CephActors.Framing.V2;

/// <summary>
/// Writes the frames of one direction of a v2 stream, of either revision and in either mode. Ceph: <c>src/msg/async/frames_v2.cc</c>,
/// <c>FrameAssembler::assemble_frame</c>; <c>src/msg/async/ProtocolV2.cc</c>, <c>write_message</c>.
/// </summary>
internal sealed partial class FrameEncoder : IFrameEncoder
{
    private readonly WireWriter _payload = new();
    private FrameRevision? _revision;
    private FrameCipher? _cipher;

    private FrameRevision Revision =>
        _revision ?? throw new InvalidOperationException("Configure the encoder before the first frame: its layout depends on the revision.");

    /// <inheritdoc/>
    public void Configure(FramePhase phase)
    {
        switch (phase)
        {
            case RevisionPhase revision when _cipher is null:
                _revision = revision.Revision;
                break;
            case SecurePhase secure when _cipher is null:
                _cipher = new FrameCipher(secure.Key, secure.SendNonce, Revision);
                break;
            case SessionPhase:
                break;
            default:
                throw new ArgumentException($"A {phase.GetType().Name} has no place here.", nameof(phase));
        }
    }

    /// <inheritdoc/>
    public void Encode(in OutgoingFrame frame, FrameBuffer output)
    {
        switch (frame.Kind)
        {
            case FrameKind.Message when _cipher is null:
                WriteMessage(frame, output);
                break;
            case FrameKind.Message:
                WriteSecureMessage(frame, output);
                break;
            case FrameKind.Ack:
                WriteNumber(FrameTag.Ack, frame.Value, output);
                break;
            case FrameKind.Keepalive2:
                WriteNumber(FrameTag.Keepalive2, frame.Value, output);
                break;
            case FrameKind.Keepalive2Ack:
                WriteNumber(FrameTag.Keepalive2Ack, frame.Value, output);
                break;
            case FrameKind.Handshake:
                _payload.Reset();
                frame.Handshake!.Write(_payload);
                WritePayload(frame.Handshake.Tag, _payload.Written, output);
                break;
            case FrameKind.Raw:
                output.Append(frame.Bytes);
                break;
            case FrameKind.Configure:
                Configure(frame.Phase!);
                break;
            default:
                throw new ArgumentException($"Protocol v2 has no {frame.Kind} frame.", nameof(frame));
        }
    }

    /// <inheritdoc/>
    public void Abandon()
    {
        _cipher?.Dispose();
        _cipher = null;
    }

    private static Preamble PreambleOf(CephMessage message) =>
        Preamble.OfMessage(message.Front.Length, message.Middle.Length, checked((uint)message.Data.Length));

    private static void WriteHeader(in OutgoingFrame frame, CephMessage message, Span<byte> output) =>
        new MessageHeader2
        {
            Seq = frame.Value,
            Tid = message.Tid,
            Type = (ushort)message.Type,
            Priority = frame.Priority,
            Version = message.Version,
            DataOffset = message.DataOffset,
            AckSeq = frame.AckSeq,
            Flags = MessageHeader2.UsualFlags,
            CompatVersion = message.CompatVersion != 0 ? message.CompatVersion : message.Version,
        }.Write(output);

    private void WriteNumber(FrameTag tag, ulong value, FrameBuffer output)
    {
        Span<byte> payload = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(payload, value);
        WritePayload(tag, payload, output);
    }

    private void WritePayload(FrameTag tag, ReadOnlySpan<byte> payload, FrameBuffer output)
    {
        if (_cipher is not null)
        {
            WriteSecurePayload(tag, payload, output);
            return;
        }

        var size = PlainFrame.SizeOf(payload.Length, Revision);
        PlainFrame.Write(tag, payload, Revision, output.GetSpan(size));
        output.Advance(size);
    }

    private void WriteMessage(in OutgoingFrame frame, FrameBuffer output)
    {
        var message = frame.Content!;
        var preamble = PreambleOf(message);
        var hasRevision1 = Revision == FrameRevision.One;
        var size = Preamble.WireSize + MessageHeader2.WireSize + (hasRevision1 ? sizeof(uint) : 0);
        var span = output.GetSpan(size);
        preamble.Write(span);
        var header = span.Slice(Preamble.WireSize, MessageHeader2.WireSize);
        WriteHeader(frame, message, header);
        var crc = Crc32C.Append(Epilogue.CrcSeed, header);
        if (hasRevision1)
            BinaryPrimitives.WriteUInt32LittleEndian(span[^sizeof(uint)..], crc);
        output.Advance(size);
        output.Append(message.Front);
        output.Append(message.Middle);
        foreach (var piece in message.Data)
            output.Append(piece);
        if (!hasRevision1 || preamble.Segments > 1)
            WriteEpilogue(message, preamble.Segments, crc, output);
    }

    private void WriteEpilogue(CephMessage message, int segments, uint headerCrc, FrameBuffer output)
    {
        var hasRevision1 = Revision == FrameRevision.One;
        var size = hasRevision1 ? Epilogue.Size1 : Epilogue.Size0;
        var first = hasRevision1 ? 0 : 1;
        var span = output.GetSpan(size);
        span.Clear();
        span[0] = Epilogue.CompleteOf(Revision);
        if (!hasRevision1)
            Epilogue.WriteCrc(span, 0, headerCrc);
        if (segments > 1)
            Epilogue.WriteCrc(span, first, Crc32C.Append(Epilogue.CrcSeed, message.Front.Span));
        if (segments > 2)
            Epilogue.WriteCrc(span, first + 1, Crc32C.Append(Epilogue.CrcSeed, message.Middle.Span));
        if (segments > 3)
            Epilogue.WriteCrc(span, first + 2, Crc32C.Append(Epilogue.CrcSeed, message.Data));
        output.Advance(size);
    }
}
