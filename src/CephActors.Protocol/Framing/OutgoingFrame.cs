using CephActors.Framing.V2;

namespace CephActors.Framing;

/// <summary>A frame to be written.</summary>
internal readonly struct OutgoingFrame
{
    private readonly object? _body;
    private readonly long _sourceNum;
    private readonly EntityType _sourceType;

    private OutgoingFrame(FrameKind kind, ulong value = 0, object? body = null, EntityName source = default, ushort defaultPriority = 0, ulong ackSeq = 0)
    {
        Kind = kind;
        Value = value;
        _body = body;
        _sourceType = source.Type;
        _sourceNum = source.Num;
        DefaultPriority = defaultPriority;
        AckSeq = ackSeq;
    }

    /// <summary>What it is.</summary>
    public FrameKind Kind { get; }

    /// <summary>The number of a sequence or ack, the seq of a message, or the two halves of a time.</summary>
    public ulong Value { get; }

    /// <summary>The priority of a message that names none.</summary>
    public ushort DefaultPriority { get; }

    /// <summary>The priority under which the message is sent.</summary>
    public ushort Priority => Content is { Priority: not 0 } content ? content.Priority : DefaultPriority;

    /// <summary>The highest sequence number received, which messages of protocol v2 acknowledge by the way.</summary>
    public ulong AckSeq { get; }

    /// <summary>The content of a handshake frame of protocol v2, if it is one.</summary>
    public IHandshakePayload? Handshake => _body as IHandshakePayload;

    /// <summary>Who sends the message.</summary>
    public EntityName Source => new(_sourceType, _sourceNum);

    /// <summary>The message to write, if it is one.</summary>
    public CephMessage? Content => _body as CephMessage;

    /// <summary>The bytes of a raw frame.</summary>
    public ReadOnlyMemory<byte> Bytes => _body is ReadOnlyMemory<byte> bytes ? bytes : default;

    /// <summary>What is settled about the frames from here on.</summary>
    public FramePhase? Phase => _body as FramePhase;

    /// <summary>Bytes that are written as they are: the frames of a handshake.</summary>
    public static OutgoingFrame Raw(ReadOnlyMemory<byte> bytes) => new(FrameKind.Raw, body: bytes);

    /// <summary>The highest sequence number received, as the handshake exchanges it.</summary>
    public static OutgoingFrame Sequence(ulong seq) => new(FrameKind.Sequence, seq);

    /// <summary>A frame of the handshake of protocol v2, written in the mode then in force.</summary>
    public static OutgoingFrame Of(IHandshakePayload payload) => new(FrameKind.Handshake, body: payload);

    /// <summary>
    /// A message under its place in the session. Protocol v1 sends it in the name of <paramref name="source"/>, v2 with <paramref name="ackSeq"/>.
    /// </summary>
    public static OutgoingFrame Message(CephMessage message, ulong seq, EntityName source, ushort defaultPriority, ulong ackSeq = 0)
        => new(FrameKind.Message, seq, message, source, defaultPriority, ackSeq);

    /// <summary>Receipt of all messages up to <paramref name="seq"/>.</summary>
    public static OutgoingFrame Ack(ulong seq) => new(FrameKind.Ack, seq);

    /// <summary>A sign of life for peers that do not know the one with a time.</summary>
    public static OutgoingFrame Keepalive() => new(FrameKind.Keepalive);

    /// <summary>A sign of life with the local time.</summary>
    public static OutgoingFrame Keepalive2(UTime stamp) => new(FrameKind.Keepalive2, Pack(stamp));

    /// <summary>The answer to a sign of life, with the time it had.</summary>
    public static OutgoingFrame Keepalive2Ack(UTime stamp) => new(FrameKind.Keepalive2Ack, Pack(stamp));

    /// <summary>The end of the session.</summary>
    public static OutgoingFrame Close() => new(FrameKind.Close);

    /// <summary>No bytes: what is settled about the frames from here on.</summary>
    public static OutgoingFrame Configure(FramePhase phase) => new(FrameKind.Configure, body: phase);

    private static ulong Pack(UTime stamp) => stamp.Seconds | ((ulong)stamp.Nanoseconds << 32);
}
