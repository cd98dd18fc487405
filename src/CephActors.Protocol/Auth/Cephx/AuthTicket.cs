using CephActors.Encoding;

namespace CephActors.Auth.Cephx;

/// <summary>
/// Who a ticket is for and what it allows:
/// <c>u8 2, EntityName, u64 global_id, u64 -1, utime created, utime expires, CapsInfo, u32 flags</c>. Ceph: <c>src/auth/Auth.h</c>, <c>AuthTicket</c>.
/// </summary>
internal sealed record AuthTicket(AuthEntityName Name, ulong GlobalId, UTime Created, UTime Expires, CapsInfo Caps, uint Flags = 0)
    : ICephxStruct<AuthTicket>
{
    private const byte Version = 2;

    public static AuthTicket Read(ref WireReader reader)
    {
        var version = reader.ReadU8("auth_ticket.version");
        var name = reader.ReadAuthEntityName("auth_name");
        var globalId = reader.ReadU64("auth_ticket.global_id");
        if (version >= 2)
            _ = reader.ReadU64("auth_ticket.auid");
        return new AuthTicket(
            name,
            globalId,
            reader.ReadUTime("auth_ticket.created"),
            reader.ReadUTime("auth_ticket.expires"),
            CapsInfo.Read(ref reader),
            reader.ReadU32("auth_ticket.flags"));
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(Version);
        writer.WriteAuthEntityName(Name);
        writer.WriteU64(GlobalId);
        writer.WriteU64(ulong.MaxValue);
        writer.WriteUTime(Created);
        writer.WriteUTime(Expires);
        Caps.Write(writer);
        writer.WriteU32(Flags);
    }
}

/// <summary>
/// What the holder may do at the service: <c>u8 1, u8 allow_all, blob caps</c>, the blob being an encoded string in cephx.
/// Ceph: <c>AuthCapsInfo</c>.
/// </summary>
internal sealed record CapsInfo(bool AllowAll, ReadOnlyMemory<byte> Caps) : ICephxStruct<CapsInfo>
{
    public static CapsInfo Read(ref WireReader reader)
    {
        _ = reader.ReadU8("caps.version");
        return new CapsInfo(reader.ReadBool("caps.allow_all"), reader.ReadBlob("caps.blob").ToArray());
    }

    /// <summary>No caps at all.</summary>
    public static CapsInfo Nothing { get; } = new(false, default);

    /// <summary>Everything is allowed, as method none has it.</summary>
    public static CapsInfo Everything { get; } = new(true, default);

    /// <summary>Caps given as text, for example <c>allow *</c>.</summary>
    public static CapsInfo FromText(string caps)
    {
        var writer = new WireWriter();
        writer.WriteString(caps);
        return new CapsInfo(false, writer.ToArray());
    }

    /// <summary>The caps as text; null if the blob holds something else.</summary>
    public string? Text
    {
        get
        {
            var reader = new WireReader(Caps.Span);
            var text = reader.ReadString("caps.text");
            return reader.Failed ? null : text;
        }
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(1);
        writer.WriteBool(AllowAll);
        writer.WriteBlob(Caps.Span);
    }
}
