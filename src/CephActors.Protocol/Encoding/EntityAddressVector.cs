using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace CephActors;

/// <summary>
/// All addresses of one messenger, in order. It is the key under which a messenger keeps its connections, so the order counts
/// for equality; vectors compare element by element. Immutable. Ceph: <c>src/msg/msg_types.h</c>, <c>entity_addrvec_t</c>.
/// </summary>
public sealed class EntityAddressVector : IReadOnlyList<EntityAddress>, IEquatable<EntityAddressVector>, IComparable<EntityAddressVector>
{
    private readonly EntityAddress[] _addresses;
    private readonly int _hash;

    /// <summary>Makes a vector of the given addresses.</summary>
    /// <param name="addresses">In order of preference; copied.</param>
    public EntityAddressVector(params ReadOnlySpan<EntityAddress> addresses)
    {
        _addresses = addresses.ToArray();
        var hash = new HashCode();
        foreach (ref readonly var address in addresses)
            hash.Add(address);
        _hash = hash.ToHashCode();
    }

    /// <summary>The vector without addresses.</summary>
    public static EntityAddressVector Empty { get; } = new();

    /// <summary>How many addresses it holds.</summary>
    public int Count => _addresses.Length;

    /// <summary>The address at a position.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    public EntityAddress this[int index] => _addresses[index];

    /// <summary>The vector of one address.</summary>
    /// <param name="address">That address.</param>
    public static implicit operator EntityAddressVector(EntityAddress address) => new(address);

    /// <summary>
    /// Reads a vector such as <c>[v2:127.0.0.1:3300/0,v1:127.0.0.1:6789/0]</c> or a single address without brackets.
    /// </summary>
    /// <param name="text">The text to read.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    public static EntityAddressVector Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var vector)
            ? vector
            : throw new FormatException(
                $"'{text}' is not an address vector; write it like [v2:127.0.0.1:3300/0,v1:127.0.0.1:6789/0] or v1:127.0.0.1:6789/0.");
    }

    /// <summary>Reads a vector as <see cref="Parse"/> does, without throwing.</summary>
    /// <param name="text">The text; null is refused.</param>
    /// <param name="vector">The vector, or null.</param>
    /// <returns>Whether the text was a vector.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EntityAddressVector? vector)
    {
        vector = null;
        // A single IPv6 address starts with a bracket too, so that reading comes first (Ceph: entity_addrvec_t::parse).
        if (EntityAddress.TryParse(text, out var single))
        {
            vector = new EntityAddressVector(single);
            return true;
        }
        if (text is not ['[', .., ']'])
            return false;
        if (text.Length == 2)
        {
            vector = Empty;
            return true;
        }
        string[] parts = text[1..^1].Split(',');
        var addresses = new EntityAddress[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!EntityAddress.TryParse(parts[i], out addresses[i]))
                return false;
        }
        vector = new EntityAddressVector(addresses);
        return true;
    }

    /// <summary>Finds the first address of type <see cref="EntityAddressType.Legacy"/>, the one protocol v1 uses.</summary>
    /// <param name="address">That address, or the default value.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetLegacy(out EntityAddress address)
    {
        foreach (ref readonly var candidate in _addresses.AsSpan())
        {
            if (candidate.Type == EntityAddressType.Legacy)
            {
                address = candidate;
                return true;
            }
        }
        address = default;
        return false;
    }

    /// <summary>Whether an address is among those of the vector, equal in every part.</summary>
    /// <param name="address">The address to look for.</param>
    public bool Contains(EntityAddress address) => _addresses.AsSpan().Contains(address);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] EntityAddressVector? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && _addresses.AsSpan().SequenceEqual(other._addresses));

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as EntityAddressVector);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Compares element by element in Ceph's address order; a prefix comes before the longer vector, null before all.</summary>
    /// <param name="other">The vector to compare with.</param>
    public int CompareTo(EntityAddressVector? other) =>
        other is null ? 1 : _addresses.AsSpan().SequenceCompareTo(other._addresses);

    /// <inheritdoc/>
    public IEnumerator<EntityAddress> GetEnumerator() => ((IEnumerable<EntityAddress>)_addresses).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _addresses.GetEnumerator();

    /// <summary>A single address as it is, several (or none) in brackets.</summary>
    public override string ToString() => _addresses.Length == 1 ? _addresses[0].ToString() : $"[{string.Join(',', _addresses)}]";

    /// <summary>Whether two vectors hold the same addresses in the same order.</summary>
    public static bool operator ==(EntityAddressVector? left, EntityAddressVector? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two vectors differ.</summary>
    public static bool operator !=(EntityAddressVector? left, EntityAddressVector? right) => !(left == right);
}
