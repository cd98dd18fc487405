using CephActors.Framing.V1;
using CephActors.Framing.V2;

namespace CephActors.Framing;

/// <summary>An element of a recorded stream.</summary>
internal sealed record ConversationElement
{
    public required ConversationSide Side { get; init; }

    public required ElementKind Kind { get; init; }

    /// <summary>Where it begins, in bytes from the start of its side's stream.</summary>
    public required long Offset { get; init; }

    /// <summary>How many bytes it takes; for a damaged last message how many it ought to take.</summary>
    public required int Length { get; init; }

    /// <summary>Of an <see cref="ElementKind.Address"/>.</summary>
    public EntityAddress Address { get; init; }

    /// <summary>Of a <see cref="ElementKind.Connect"/> and the authorizer behind it.</summary>
    public ConnectFrame? Connect { get; init; }

    /// <summary>Of a <see cref="ElementKind.ConnectReply"/> and the authorizer behind it.</summary>
    public ConnectReplyFrame? Reply { get; init; }

    /// <summary>Of a <see cref="ElementKind.Handshake"/>.</summary>
    public IHandshakePayload? Handshake { get; init; }

    /// <summary>Of a <see cref="ElementKind.Banner"/> of protocol v2.</summary>
    public V2.Banner? Banner { get; init; }

    /// <summary>The lengths of the segments of a frame of protocol v2.</summary>
    public IReadOnlyList<uint>? Segments { get; init; }

    /// <summary>The number of a sequence or ack; of a message of protocol v2 the one it acknowledges.</summary>
    public ulong Value { get; init; }

    /// <summary>The time of a keepalive.</summary>
    public UTime Stamp { get; init; }

    /// <summary>The content of a message; null if it was refused.</summary>
    public CephMessage? Message { get; init; }

    /// <summary>Of a message; in protocol v2 made of header, preamble and the peer's name.</summary>
    public MessageHeader Header { get; init; }

    /// <summary>Of a message of protocol v1.</summary>
    public MessageFooter Footer { get; init; }

    /// <summary>Whether all checksums of a message are right.</summary>
    public bool IsIntact { get; init; } = true;

    /// <summary>What is known about the signature of a message, or of a handshake.</summary>
    public SignatureCheck Signature { get; init; }
}
