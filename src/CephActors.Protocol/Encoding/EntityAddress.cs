using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace CephActors;

/// <summary>
/// A messenger's address: protocol type, IP address, port, and a nonce that tells one life of a process from the next at the same place.
/// Equality and order are Ceph's, which both ends of a connection race must agree on: the type, then the nonce, then the family,
/// each by its least significant byte first, then the rest of the socket address byte by byte.
/// Ceph: <c>src/msg/msg_types.h</c>, <c>entity_addr_t</c>.
/// </summary>
public readonly partial struct EntityAddress : IEquatable<EntityAddress>, IComparable<EntityAddress>
{
    /// <summary>Family numbers are Linux's on the wire, whatever the local platform calls them.</summary>
    internal const ushort FamilyNone = 0, FamilyInet = 2, FamilyInet6 = 10;

    // What follows the family in a socket address: port (2), then for IPv4 address (4), for IPv6 flow (4), address (16), scope (4).
    private readonly SockaddrTail _tail;
    private readonly ushort _family;

    /// <summary>Makes an address from its parts.</summary>
    /// <param name="type">The protocol it is meant for.</param>
    /// <param name="address">IPv4 or IPv6 address; null for an address without one.</param>
    /// <param name="port">0 to 65535; 0 when there is no address.</param>
    /// <param name="nonce">Tells incarnations of a process apart.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is not a port.</exception>
    /// <exception cref="ArgumentException">A port without an address, or an address that is neither IPv4 nor IPv6.</exception>
    public EntityAddress(EntityAddressType type, IPAddress? address, int port, uint nonce)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        if (address is null && port != 0)
            throw new ArgumentException("An address without an IP has no port; pass port 0 or give the IP first.", nameof(port));
        Type = type;
        Nonce = nonce;
        if (address is null)
            return;
        Span<byte> tail = _tail;
        BinaryPrimitives.WriteUInt16BigEndian(tail, (ushort)port);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            _family = FamilyInet;
            address.TryWriteBytes(tail[2..], out _);
        }
        else if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            _family = FamilyInet6;
            address.TryWriteBytes(tail[6..], out _);
            BinaryPrimitives.WriteUInt32LittleEndian(tail[22..], (uint)address.ScopeId);
        }
        else
        {
            throw new ArgumentException($"Only IPv4 and IPv6 addresses exist here, not {address.AddressFamily}.", nameof(address));
        }
    }

    private EntityAddress(EntityAddressType type, uint nonce, ushort family, ReadOnlySpan<byte> tail)
    {
        Type = type;
        Nonce = nonce;
        _family = family;
        tail.CopyTo(_tail);
    }

    /// <summary>The protocol the address is meant for.</summary>
    public EntityAddressType Type { get; }

    /// <summary>Tells incarnations of a process at the same place apart.</summary>
    public uint Nonce { get; }

    /// <summary>The IP address, or null when there is none (family 0).</summary>
    public IPAddress? Address => _family switch
    {
        FamilyInet => new IPAddress(Tail.Slice(2, 4)),
        FamilyInet6 => new IPAddress(Tail.Slice(6, 16), BinaryPrimitives.ReadUInt32LittleEndian(Tail[22..])),
        _ => null,
    };

    /// <summary>The port, 0 to 65535; 0 when there is no IP address.</summary>
    public int Port => _family is FamilyInet or FamilyInet6 ? BinaryPrimitives.ReadUInt16BigEndian(Tail) : 0;

    /// <summary>
    /// True for 0.0.0.0, <c>::</c> and an address without an IP: places nobody can connect to, to be filled in by learning.
    /// Ceph: <c>entity_addr_t::is_blank_ip</c>.
    /// </summary>
    public bool IsBlankAddress => _family switch
    {
        FamilyInet => !Tail.Slice(2, 4).ContainsAnyExcept((byte)0),
        FamilyInet6 => !Tail.Slice(6, 16).ContainsAnyExcept((byte)0),
        _ => true,
    };

    internal ushort Family => _family;

    /// <summary>The 26 bytes behind the family, as they stand on the wire.</summary>
    [UnscopedRef]
    internal ReadOnlySpan<byte> Tail => _tail;

    /// <summary>Length of the socket address on the wire, family included. Ceph: <c>entity_addr_t::get_sockaddr_len</c>.</summary>
    internal int SockaddrLength => SockaddrLengthOf(_family);

    /// <summary>Makes an address from an IP end point.</summary>
    /// <param name="endPoint">IPv4 or IPv6 end point.</param>
    /// <param name="type">The protocol it is meant for.</param>
    /// <param name="nonce">Tells incarnations of a process apart.</param>
    public static EntityAddress FromEndPoint(IPEndPoint endPoint, EntityAddressType type, uint nonce)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        return new EntityAddress(type, endPoint.Address, endPoint.Port, nonce);
    }

    /// <summary>The place to connect or bind to.</summary>
    /// <exception cref="InvalidOperationException">The address holds no IP.</exception>
    public IPEndPoint ToEndPoint() =>
        Address is { } ip
            ? new IPEndPoint(ip, Port)
            : throw new InvalidOperationException($"The address '{this}' holds no IP; give it one with WithAddress.");

    /// <summary>The same place for another protocol.</summary>
    /// <param name="type">The new type.</param>
    public EntityAddress WithType(EntityAddressType type) => new(type, Nonce, _family, Tail);

    /// <summary>The same place with another nonce.</summary>
    /// <param name="nonce">The new nonce.</param>
    public EntityAddress WithNonce(uint nonce) => new(Type, nonce, _family, Tail);

    /// <summary>The same address with another port.</summary>
    /// <param name="port">The new port, 0 to 65535.</param>
    /// <exception cref="ArgumentException">There is no IP to go with it, or it is not a port.</exception>
    public EntityAddress WithPort(int port) => new(Type, Address, port, Nonce);

    /// <summary>The same type, port and nonce at another IP, as when a messenger learns its own address.</summary>
    /// <param name="address">The new IP; null takes it away together with the port.</param>
    public EntityAddress WithAddress(IPAddress? address) => new(Type, address, address is null ? 0 : Port, Nonce);

    /// <summary>Takes a socket address as it was received; bytes beyond the family's size must not be in <paramref name="tail"/>.</summary>
    internal static EntityAddress FromWire(EntityAddressType type, uint nonce, ushort family, ReadOnlySpan<byte> tail) =>
        new(type, nonce, family, tail);

    internal static int SockaddrLengthOf(ushort family) => family == FamilyInet ? 16 : 28;

    /// <inheritdoc/>
    public bool Equals(EntityAddress other) =>
        Type == other.Type && Nonce == other.Nonce && _family == other._family && Tail.SequenceEqual(other.Tail);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is EntityAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add((uint)Type);
        hash.Add(Nonce);
        hash.Add(_family);
        hash.AddBytes(Tail);
        return hash.ToHashCode();
    }

    /// <summary>
    /// Ceph's order: a byte-wise comparison of the structure in a little-endian machine's memory (<c>entity_addr_t::operator&lt;</c>),
    /// so the nonce weighs more than the IP, and its lowest byte most.
    /// </summary>
    /// <param name="other">The address to compare with.</param>
    /// <returns>Negative, zero or positive.</returns>
    public int CompareTo(EntityAddress other)
    {
        int order = LowByteFirst((uint)Type).CompareTo(LowByteFirst((uint)other.Type));
        if (order == 0)
            order = LowByteFirst(Nonce).CompareTo(LowByteFirst(other.Nonce));
        if (order == 0)
            order = BinaryPrimitives.ReverseEndianness(_family).CompareTo(BinaryPrimitives.ReverseEndianness(other._family));
        return order != 0 ? order : Tail.SequenceCompareTo(other.Tail);
    }

    private static uint LowByteFirst(uint value) => BinaryPrimitives.ReverseEndianness(value);

    /// <summary>Whether two addresses are the same in every part.</summary>
    public static bool operator ==(EntityAddress left, EntityAddress right) => left.Equals(right);

    /// <summary>Whether two addresses differ in some part.</summary>
    public static bool operator !=(EntityAddress left, EntityAddress right) => !left.Equals(right);

    /// <summary>Ceph's order, see <see cref="CompareTo"/>.</summary>
    public static bool operator <(EntityAddress left, EntityAddress right) => left.CompareTo(right) < 0;

    /// <summary>Ceph's order, see <see cref="CompareTo"/>.</summary>
    public static bool operator <=(EntityAddress left, EntityAddress right) => left.CompareTo(right) <= 0;

    /// <summary>Ceph's order, see <see cref="CompareTo"/>.</summary>
    public static bool operator >(EntityAddress left, EntityAddress right) => left.CompareTo(right) > 0;

    /// <summary>Ceph's order, see <see cref="CompareTo"/>.</summary>
    public static bool operator >=(EntityAddress left, EntityAddress right) => left.CompareTo(right) >= 0;

    [InlineArray(26)]
    private struct SockaddrTail
    {
        private byte _first;
    }
}
