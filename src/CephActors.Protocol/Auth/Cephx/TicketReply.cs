using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors.Auth.Cephx;

/// <summary>
/// Tickets on their way to a client: <c>u8 1, u32 count, count × ticket</c>. Still sealed; <see cref="TicketReplyEntry.TryOpen"/> opens one.
/// Ceph: <c>src/auth/cephx/CephxProtocol.cc</c>, <c>cephx_build_service_ticket_reply</c>.
/// </summary>
internal sealed record TicketReply(IReadOnlyList<TicketReplyEntry> Entries) : ICephxStruct<TicketReply>
{
    public static TicketReply Read(ref WireReader reader)
    {
        _ = reader.ReadU8("ticket_reply.version");
        var count = reader.ReadCount(TicketReplyEntry.MinWireSize, "ticket_reply.count");
        var entries = new TicketReplyEntry[count];
        for (var i = 0; i < count && !reader.Failed; i++)
            entries[i] = TicketReplyEntry.Read(ref reader);
        return new TicketReply(entries);
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(1);
        writer.WriteU32((uint)Entries.Count);
        foreach (var entry in Entries)
            entry.Write(writer);
    }
}

/// <summary>
/// One ticket of a reply: <c>u32 service, u8 1, sealed ServiceTicket, u8 encrypted, blob</c>. The blob holds the <see cref="TicketBlob"/>,
/// plain or, when an old AUTH ticket was presented, sealed with the old session key.
/// </summary>
internal sealed record TicketReplyEntry(uint ServiceId, ReadOnlyMemory<byte> SealedTicket, bool BlobIsSealed, ReadOnlyMemory<byte> Blob)
    : ICephxStruct<TicketReplyEntry>
{
    public const int MinWireSize = 14;

    public static TicketReplyEntry Read(ref WireReader reader)
    {
        var service = reader.ReadU32("ticket_reply.service");
        _ = reader.ReadU8("ticket_reply.ticket_version");
        return new TicketReplyEntry(
            service,
            reader.ReadBlob("ticket_reply.ticket").ToArray(),
            reader.ReadBool("ticket_reply.encrypted"),
            reader.ReadBlob("ticket_reply.blob").ToArray());
    }

    /// <summary>Seals a ticket; with <paramref name="oldSessionKey"/> the blob is sealed as well.</summary>
    public static TicketReplyEntry Create(uint service, CryptoKey key, ServiceTicket ticket, TicketBlob blob, CryptoKey? oldSessionKey = null) =>
        new(service, CephxCipher.Seal(key, ticket), oldSessionKey is not null,
            oldSessionKey is null ? CephxStruct.ToBytes(blob) : CephxCipher.Seal(oldSessionKey, new WrappedTicketBlob(blob)));

    /// <summary>Opens both halves.</summary>
    /// <param name="key">Opens the client's half: its own secret for the AUTH ticket, the AUTH session key for all others.</param>
    /// <param name="oldSessionKey">Opens a sealed blob: the session key of the AUTH ticket that was presented.</param>
    /// <param name="ticket">The client's half.</param>
    /// <param name="blob">The opaque half.</param>
    /// <returns>False for wrong keys or damaged bytes.</returns>
    public bool TryOpen(
        CryptoKey key,
        CryptoKey? oldSessionKey,
        [NotNullWhen(true)] out ServiceTicket? ticket,
        out TicketBlob blob)
    {
        blob = default;
        if (!CephxCipher.TryUnseal<ServiceTicket>(key, SealedTicket.Span, out ticket))
            return false;
        if (!BlobIsSealed)
            return CephxStruct.TryRead(Blob.Span, out blob);
        if (oldSessionKey is null || !CephxCipher.TryUnseal<WrappedTicketBlob>(oldSessionKey, Blob.Span, out var wrapped))
            return false;
        blob = wrapped.Ticket;
        return true;
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU32(ServiceId);
        writer.WriteU8(1);
        writer.WriteBlob(SealedTicket.Span);
        writer.WriteBool(BlobIsSealed);
        writer.WriteBlob(Blob.Span);
    }

    /// <summary>A sealed blob keeps the length that a plain one has in front.</summary>
    private readonly record struct WrappedTicketBlob(TicketBlob Ticket) : ICephxStruct<WrappedTicketBlob>
    {
        public static WrappedTicketBlob Read(ref WireReader reader)
        {
            var inner = new WireReader(reader.ReadBlob("ticket_reply.wrapped"));
            var ticket = TicketBlob.Read(ref inner);
            if (inner.Failed)
                reader.Fail("ticket_reply.wrapped", inner.Error.Reason);
            return new WrappedTicketBlob(ticket);
        }

        public void Write(WireWriter writer) => writer.WriteBlob(CephxStruct.ToBytes(Ticket));
    }
}
