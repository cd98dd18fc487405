using System.Buffers.Binary;
using System.Diagnostics;

namespace CephActors;

/// <summary>
/// A W3C trace context behind the middle section of a message. Ceph has nothing like it: for a Ceph peer it is part of the middle,
/// so the frame, its checksums and its signature are Ceph's. It is found from its end.
/// </summary>
/// <remarks>
/// <code>
///   0  16  trace id
///  16   8  span id
///  24   1  flags; 1: recorded
///  25   n  tracestate in ASCII, at most 512 bytes
/// 25+n  2  n
/// 27+n  8  "CAtrace" and the version, 1
/// </code>
/// </remarks>
internal static class TraceTrailer
{
    /// <summary>The most bytes of a tracestate that are carried: what W3C asks everybody to carry. A longer one is left out.</summary>
    public const int MaxState = 512;

    private const int SpanAt = 16, FlagsAt = 24, StateAt = 25;
    private const int FixedSize = StateAt + sizeof(ushort) + 8;

    private static System.Text.Encoding Ascii => System.Text.Encoding.ASCII;

    private static ReadOnlySpan<byte> Magic => "CAtrace\u0001"u8;

    /// <summary>The middle with a context behind it.</summary>
    /// <param name="middle">What the middle is without.</param>
    /// <param name="context">A context with ids.</param>
    /// <param name="room">The most bytes it may take; what is beyond is the tracestate first, then all.</param>
    /// <param name="longer">The middle to send.</param>
    /// <returns>False: it takes more.</returns>
    public static bool TryAppend(ReadOnlyMemory<byte> middle, in ActivityContext context, int room, out ReadOnlyMemory<byte> longer)
    {
        longer = middle;
        var state = context.TraceState is { } text && text.Length <= MaxState && text.Length <= room - FixedSize && IsPlain(text) ? text : "";
        if (room < FixedSize || context.TraceId == default || context.SpanId == default)
            return false;
        var all = new byte[middle.Length + FixedSize + state.Length];
        middle.CopyTo(all);
        var trailer = all.AsSpan(middle.Length);
        context.TraceId.CopyTo(trailer[..SpanAt]);
        context.SpanId.CopyTo(trailer[SpanAt..FlagsAt]);
        trailer[FlagsAt] = (byte)(context.TraceFlags & ActivityTraceFlags.Recorded);
        Ascii.GetBytes(state, trailer[StateAt..]);
        BinaryPrimitives.WriteUInt16LittleEndian(trailer[(StateAt + state.Length)..], (ushort)state.Length);
        Magic.CopyTo(trailer[^Magic.Length..]);
        longer = all;
        return true;
    }

    /// <summary>Finds a context behind a middle. What only looks like one is part of the middle.</summary>
    /// <param name="middle">As it was received.</param>
    /// <param name="context">The context, of another process.</param>
    /// <param name="length">Bytes that it takes at the end.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> middle, out ActivityContext context, out int length)
    {
        (context, length) = (default, 0);
        if (middle.Length < FixedSize || !middle.EndsWith(Magic))
            return false;
        var stateLength = BinaryPrimitives.ReadUInt16LittleEndian(middle[^(Magic.Length + sizeof(ushort))..]);
        if (stateLength > MaxState || stateLength > middle.Length - FixedSize)
            return false;
        var trailer = middle[^(FixedSize + stateLength)..];
        var trace = trailer[..SpanAt];
        var span = trailer[SpanAt..FlagsAt];
        var state = trailer.Slice(StateAt, stateLength);
        if (!trace.ContainsAnyExcept((byte)0) || !span.ContainsAnyExcept((byte)0) || state.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            return false;
        length = trailer.Length;
        context = new ActivityContext(
            ActivityTraceId.CreateFromBytes(trace),
            ActivitySpanId.CreateFromBytes(span),
            (ActivityTraceFlags)trailer[FlagsAt] & ActivityTraceFlags.Recorded,
            stateLength == 0 ? null : Ascii.GetString(state),
            isRemote: true);
        return true;
    }

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
