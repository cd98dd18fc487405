using CephActors.Encoding;

namespace CephActors.Auth.Cephx;

/// <summary>
/// The client's half of a ticket: <c>u8 1, key session_key, utime validity</c> (a duration; 0 never ends).
/// Ceph: <c>CephXServiceTicket</c>.
/// </summary>
internal sealed record ServiceTicket(CryptoKey SessionKey, UTime Validity) : ICephxStruct<ServiceTicket>
{
    public static ServiceTicket Read(ref WireReader reader)
    {
        _ = reader.ReadU8("service_ticket.version");
        return new ServiceTicket(CryptoKey.Read(ref reader), reader.ReadUTime("service_ticket.validity"));
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(1);
        SessionKey.Write(writer);
        writer.WriteUTime(Validity);
    }
}

/// <summary>
/// The service's half of a ticket, inside the blob: <c>u8 1, ticket, key session_key</c>. Ceph: <c>CephXServiceTicketInfo</c>.
/// </summary>
internal sealed record ServiceTicketInfo(AuthTicket Ticket, CryptoKey SessionKey) : ICephxStruct<ServiceTicketInfo>
{
    public static ServiceTicketInfo Read(ref WireReader reader)
    {
        _ = reader.ReadU8("ticket_info.version");
        return new ServiceTicketInfo(AuthTicket.Read(ref reader), CryptoKey.Read(ref reader));
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(1);
        Ticket.Write(writer);
        SessionKey.Write(writer);
    }
}
