using CephActors;
using CephActors.Encoding;
using CephActors.Messages;

namespace ClusterGateway;

/// <summary>A client adds to its account.</summary>
public sealed record Deposit(ulong Amount) : ITypedMessage<Deposit>
{
    /// <inheritdoc/>
    public static MessageType Type => (MessageType)0x8101;

    /// <inheritdoc/>
    public static ushort Version => 1;

    /// <inheritdoc/>
    public static ushort CompatVersion => 1;

    /// <inheritdoc/>
    public void Encode(WireWriter writer) => writer.WriteU64(Amount);

    /// <inheritdoc/>
    public static Deposit Decode(ref WireReader reader, CephMessage message) => new(reader.ReadU64("amount"));
}
