namespace CephActors.Framing.V1;

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

    /// <summary>The number of a sequence or ack.</summary>
    public ulong Value { get; init; }

    /// <summary>The time of a keepalive.</summary>
    public UTime Stamp { get; init; }

    /// <summary>The content of a message; null if it was refused.</summary>
    public CephMessage? Message { get; init; }

    /// <summary>Of a message.</summary>
    public MessageHeader Header { get; init; }

    /// <summary>Of a message.</summary>
    public MessageFooter Footer { get; init; }

    /// <summary>Whether all checksums of a message are right.</summary>
    public bool IsIntact { get; init; } = true;

    /// <summary>What is known about the signature of a message.</summary>
    public SignatureCheck Signature { get; init; }
}
