using CephActors.Encoding;

namespace CephActors.Auth.Cephx;

/// <summary>
/// A ticket as its holder sees it: <c>u8 1, u64 secret_id, blob</c>. The blob is sealed with the service's secret of that number
/// and opaque to anybody else. Ceph: <c>CephXTicketBlob</c>.
/// </summary>
internal readonly record struct TicketBlob(ulong SecretId, ReadOnlyMemory<byte> Blob) : ICephxStruct<TicketBlob>
{
    /// <summary>Stands where no ticket is held.</summary>
    public static TicketBlob Empty => default;

    /// <summary>Secret number meaning "the service's own key", used among monitors.</summary>
    public const ulong GeneralSecret = ulong.MaxValue;

    public static TicketBlob Read(ref WireReader reader)
    {
        _ = reader.ReadU8("ticket.version");
        return new TicketBlob(reader.ReadU64("ticket.secret_id"), reader.ReadBlob("ticket.blob").ToArray());
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(1);
        writer.WriteU64(SecretId);
        writer.WriteBlob(Blob.Span);
    }

    public bool Equals(TicketBlob other) => SecretId == other.SecretId && Blob.Span.SequenceEqual(other.Blob.Span);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(SecretId);
        hash.AddBytes(Blob.Span);
        return hash.ToHashCode();
    }
}
