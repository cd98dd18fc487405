using System.Buffers;

namespace CephActors.Framing.V2;

/// <content>Secure mode: frames are put together in the output's own memory and encrypted where they stand.</content>
internal sealed partial class FrameEncoder
{
    private void WriteSecurePayload(FrameTag tag, ReadOnlySpan<byte> payload, FrameBuffer output)
    {
        var preamble = new Preamble(tag, 1, (uint)payload.Length);
        if (Revision == FrameRevision.One)
        {
            var inlined = Math.Min(payload.Length, SecureFrame.InlineSize);
            WriteFirstPiece(preamble, payload[..inlined], output);
            if (inlined < payload.Length)
                WritePiece(payload[inlined..], output);
            return;
        }

        var span = output.GetSpan(Preamble.WireSize + SecureFrame.Pad(payload.Length) + SecureFrame.ClosingSize);
        preamble.Write(span);
        WritePadded(payload, span[Preamble.WireSize..]);
        Close(span, output);
    }

    private void WriteSecureMessage(in OutgoingFrame frame, FrameBuffer output)
    {
        var message = frame.Content!;
        var preamble = PreambleOf(message);
        var sections = SecureFrame.PaddedSections(preamble) + SecureFrame.ClosingSize;
        if (Revision == FrameRevision.One)
        {
            Span<byte> header = stackalloc byte[MessageHeader2.WireSize];
            WriteHeader(frame, message, header);
            WriteFirstPiece(preamble, header, output);
            if (preamble.Segments > 1)
            {
                var span = output.GetSpan(sections);
                WriteSections(message, span);
                Close(span, output);
            }

            return;
        }

        var whole = output.GetSpan(SecureFrame.SectionsStart0 + sections);
        preamble.Write(whole);
        whole[Preamble.WireSize..SecureFrame.SectionsStart0].Clear();
        WriteHeader(frame, message, whole[Preamble.WireSize..]);
        WriteSections(message, whole[SecureFrame.SectionsStart0..]);
        Close(whole, output);
    }

    private static void WriteSections(CephMessage message, Span<byte> output)
    {
        output = WritePadded(message.Front.Span, output);
        output = WritePadded(message.Middle.Span, output);
        var length = (int)message.Data.Length;
        message.Data.CopyTo(output);
        output[length..SecureFrame.Pad(length)].Clear();
    }

    /// <summary>Returns what comes behind the padding.</summary>
    private static Span<byte> WritePadded(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        bytes.CopyTo(output);
        var end = SecureFrame.Pad(bytes.Length);
        output[bytes.Length..end].Clear();
        return output[end..];
    }

    private void WriteFirstPiece(in Preamble preamble, ReadOnlySpan<byte> inlined, FrameBuffer output)
    {
        var span = output.GetSpan(SecureFrame.FirstPieceSize);
        preamble.Write(span);
        inlined.CopyTo(span[Preamble.WireSize..]);
        span[(Preamble.WireSize + inlined.Length)..^FrameCipher.TagSize].Clear();
        Seal(span, output);
    }

    private void WritePiece(ReadOnlySpan<byte> bytes, FrameBuffer output)
    {
        var span = output.GetSpan(SecureFrame.Pad(bytes.Length) + FrameCipher.TagSize);
        WritePadded(bytes, span);
        Seal(span, output);
    }

    private void Close(Span<byte> piece, FrameBuffer output)
    {
        piece[^SecureFrame.ClosingSize..].Clear();
        piece[^SecureFrame.ClosingSize] = Epilogue.CompleteOf(Revision);
        Seal(piece, output);
    }

    private void Seal(Span<byte> piece, FrameBuffer output)
    {
        _cipher!.Seal(piece);
        output.Advance(piece.Length);
    }
}
