using System.Buffers.Binary;

namespace CephActors.Encoding;

// Names and addresses. Ceph: src/msg/msg_types.h, entity_addr_t::encode, entity_addrvec_t::encode.
public sealed partial class WireWriter
{
    internal const int LegacyAddressSize = 136;

    /// <summary>A type (1) and a number (8).</summary>
    public void WriteEntityName(EntityName name)
    {
        WriteU8((byte)name.Type);
        WriteS64(name.Num);
    }

    /// <summary>A 32-bit type and a string id.</summary>
    public void WriteAuthEntityName(AuthEntityName name)
    {
        WriteU32((uint)name.Type);
        WriteString(name.Id);
    }

    /// <summary>The 136-byte form of the v1 handshake, which does not carry the address type.</summary>
    internal void WriteLegacyAddress(EntityAddress address)
    {
        var bytes = Take(LegacyAddressSize);
        bytes.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], address.Nonce);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[8..], address.Family);
        address.Tail[..(address.SockaddrLength - 2)].CopyTo(bytes[10..]);
    }

    /// <summary>The form that a peer with these features reads.</summary>
    public void WriteEntityAddress(EntityAddress address, ulong features)
    {
        if (!CephFeatures.HasFeature(features, CephFeatures.MsgAddr2))
        {
            WriteLegacyAddress(address);
            return;
        }
        var type = address.Type;
        // Before Nautilus nobody knew what any: means.
        if (type == EntityAddressType.Any && !CephFeatures.HasFeature(features, CephFeatures.ServerNautilus))
            type = EntityAddressType.Legacy;
        WriteU8(1);
        int mark = BeginEnvelope(1, 1);
        WriteU32((uint)type);
        WriteU32(address.Nonce);
        WriteU32((uint)address.SockaddrLength);
        WriteU16(address.Family);
        WriteBytes(address.Tail[..(address.SockaddrLength - 2)]);
        EndEnvelope(mark);
    }

    /// <summary>A vector; a peer without MSG_ADDR2 gets its first v1 address, or a blank one, in the legacy form.</summary>
    public void WriteEntityAddressVector(EntityAddressVector addresses, ulong features)
    {
        if (!CephFeatures.HasFeature(features, CephFeatures.MsgAddr2))
        {
            addresses.TryGetLegacy(out var legacy);
            WriteLegacyAddress(legacy);
            return;
        }
        WriteU8(2);
        WriteU32((uint)addresses.Count);
        for (int i = 0; i < addresses.Count; i++)
            WriteEntityAddress(addresses[i], features);
    }
}
