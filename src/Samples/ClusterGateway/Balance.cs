using CephActors;
using CephActors.Encoding;
using CephActors.Messages;

namespace ClusterGateway;

/// <summary>Answers <see cref="Deposit"/>: what is in the account, and the node where the account is at present.</summary>
public sealed record Balance(ulong Amount, string Node) : ITypedMessage<Balance>
{
    /// <inheritdoc/>
    public static MessageType Type => (MessageType)0x8102;

    /// <inheritdoc/>
    public static ushort Version => 1;

    /// <inheritdoc/>
    public static ushort CompatVersion => 1;

    /// <inheritdoc/>
    public void Encode(WireWriter writer)
    {
        writer.WriteU64(Amount);
        writer.WriteString(Node);
    }

    /// <inheritdoc/>
    public static Balance Decode(ref WireReader reader, CephMessage message) => new(reader.ReadU64("amount"), reader.ReadString("node"));
}
