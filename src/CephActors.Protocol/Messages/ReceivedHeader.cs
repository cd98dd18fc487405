namespace CephActors;

/// <summary>What a message says of itself when it arrives, besides its sections.</summary>
internal readonly struct ReceivedHeader
{
    public MessageType Type { get; init; }

    public ulong Tid { get; init; }

    public ushort Priority { get; init; }

    public ushort Version { get; init; }

    public ushort CompatVersion { get; init; }

    public ushort DataOffset { get; init; }

    public ulong Seq { get; init; }

    /// <summary>The name its sender gave itself.</summary>
    public EntityName Source { get; init; }
}
