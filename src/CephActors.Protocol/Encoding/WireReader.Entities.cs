using System.Buffers.Binary;

namespace CephActors.Encoding;

// Names and addresses. Ceph: src/msg/msg_types.h and msg_types.cc, entity_addr_t::decode, entity_addrvec_t::decode.
public ref partial struct WireReader
{
    /// <summary>Shortest address inside a vector: marker, envelope, type, nonce and an empty socket address.</summary>
    private const int MinAddressSize = 1 + 6 + 12;

    private const byte MarkerLegacy = 0, MarkerAddress = 1, MarkerVector = 2;

    /// <summary>A type (1) and a number (8).</summary>
    public EntityName ReadEntityName(string field) => TryTake(EntityName.WireSize, field, out var bytes)
        ? new EntityName((EntityType)bytes[0], BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]))
        : default;

    /// <summary>A 32-bit type and a string id; a type beyond one byte names nothing and is refused.</summary>
    public AuthEntityName ReadAuthEntityName(string field)
    {
        int start = _offset;
        uint type = ReadU32(field);
        if (type > byte.MaxValue)
        {
            _offset = start;
            Fail(field, $"entity type {type} does not exist");
        }
        string id = ReadString(field);
        return Failed ? default : new AuthEntityName((EntityType)type, id);
    }

    /// <summary>An address in either form; its first byte tells which.</summary>
    public EntityAddress ReadEntityAddress(string field)
    {
        byte marker = PeekMarker(field);
        if (Failed)
            return default;
        switch (marker)
        {
            case MarkerLegacy:
                return ReadLegacyAddress(field);
            case MarkerAddress:
                _offset++;
                return ReadAddressBody(field);
            default:
                Fail(field, $"marker {marker} is not that of an address");
                return default;
        }
    }

    /// <summary>
    /// The 136-byte form of the v1 handshake: a zero marker and three bytes nobody reads, nonce, and a socket address padded to 128 bytes
    /// whose family is big endian. A family that is neither IPv4 nor IPv6 leaves a blank address of type none.
    /// </summary>
    internal EntityAddress ReadLegacyAddress(string field)
    {
        byte marker = PeekMarker(field);
        if (!Failed && marker != MarkerLegacy)
            Fail(field, $"marker {marker} is not that of a legacy address");
        if (!TryTake(WireWriter.LegacyAddressSize, field, out var bytes))
            return default;
        uint nonce = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        ushort family = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]);
        return family is EntityAddress.FamilyInet or EntityAddress.FamilyInet6
            ? EntityAddress.FromWire(EntityAddressType.Legacy, nonce, family, bytes.Slice(10, EntityAddress.SockaddrLengthOf(family) - 2))
            : EntityAddress.FromWire(EntityAddressType.None, nonce, EntityAddress.FamilyNone, default);
    }

    /// <summary>A vector, or a single address in either form where an older peer wrote one.</summary>
    public EntityAddressVector ReadEntityAddressVector(string field)
    {
        byte marker = PeekMarker(field);
        if (Failed)
            return EntityAddressVector.Empty;
        if (marker != MarkerVector)
        {
            var single = ReadEntityAddress(field);
            return Failed ? EntityAddressVector.Empty : new EntityAddressVector(single);
        }
        _offset++;
        int count = ReadCount(MinAddressSize, field);
        if (count == 0)
            return EntityAddressVector.Empty;
        var addresses = new EntityAddress[count];
        for (int i = 0; i < count && !Failed; i++)
            addresses[i] = ReadEntityAddress(field);
        return Failed ? EntityAddressVector.Empty : new EntityAddressVector(addresses);
    }

    private EntityAddress ReadAddressBody(string field)
    {
        var envelope = BeginEnvelope(1, field);
        var type = (EntityAddressType)ReadU32(field);
        uint nonce = ReadU32(field);
        uint length = ReadU32(field);
        ushort family = EntityAddress.FamilyNone;
        ReadOnlySpan<byte> tail = default;
        if (length is > 0 and < 2)
        {
            Fail(field, $"socket address of {length} byte cannot hold a family");
        }
        else if (length > 0)
        {
            family = ReadU16(field);
            if (length > EntityAddress.SockaddrLengthOf(family))
                Fail(field, $"socket address of {length} bytes exceeds that of family {family}");
            else
                tail = ReadBytes((int)length - 2, field);
        }
        EndEnvelope(envelope);
        return Failed ? default : EntityAddress.FromWire(type, nonce, family, tail);
    }

    private readonly byte Peek() => _buffer[_offset];

    private byte PeekMarker(string field)
    {
        if (Remaining > 0)
            return Peek();
        Fail(field, "needs a marker byte, 0 bytes are left");
        return default;
    }
}
