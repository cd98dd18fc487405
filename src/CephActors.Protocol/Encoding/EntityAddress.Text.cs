using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CephActors;

// Ceph: src/msg/msg_types.cc, entity_addr_t::parse and operator<<.
public readonly partial struct EntityAddress
{
    /// <summary>
    /// Reads an address such as <c>v1:127.0.0.1:6789/0</c>, <c>v2:[::1]:3300/7</c>, <c>any:0.0.0.0:0/5</c> or <c>-</c>.
    /// Port and nonce may be left out and are 0 then. Without a prefix the type is <see cref="EntityAddressType.Msgr2"/>, as in Ceph.
    /// </summary>
    /// <param name="text">The text to read.</param>
    /// <exception cref="FormatException">It is not an address.</exception>
    public static EntityAddress Parse(string text) => Parse(text, EntityAddressType.Msgr2);

    /// <summary>Reads an address as <see cref="Parse(string)"/> does, with another type for a text without prefix.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="defaultType">The type of an address that does not say its own.</param>
    /// <exception cref="FormatException">It is not an address.</exception>
    public static EntityAddress Parse(string text, EntityAddressType defaultType)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, defaultType, out var address)
            ? address
            : throw new FormatException($"'{text}' is not an address; write it like v1:127.0.0.1:6789/0 or v1:[::1]:6789/0.");
    }

    /// <summary>Reads an address as <see cref="Parse(string)"/> does, without throwing.</summary>
    /// <param name="text">The text; null is refused.</param>
    /// <param name="address">The address, or the default value.</param>
    /// <returns>Whether the text was an address.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out EntityAddress address) =>
        TryParse(text, EntityAddressType.Msgr2, out address);

    /// <summary>Reads an address as <see cref="Parse(string, EntityAddressType)"/> does, without throwing.</summary>
    /// <param name="text">The text; null is refused.</param>
    /// <param name="defaultType">The type of an address that does not say its own.</param>
    /// <param name="address">The address, or the default value.</param>
    /// <returns>Whether the text was an address.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, EntityAddressType defaultType, out EntityAddress address)
    {
        address = default;
        if (text is null)
            return false;
        if (text == "-")
            return true;

        var rest = text.AsSpan();
        var type = defaultType;
        if (rest.StartsWith("v1:"))
            type = EntityAddressType.Legacy;
        else if (rest.StartsWith("v2:"))
            type = EntityAddressType.Msgr2;
        else if (rest.StartsWith("any:"))
            type = EntityAddressType.Any;
        if (rest is ['v', '1' or '2', ':', ..] or ['a', 'n', 'y', ':', ..])
            rest = rest[(rest.IndexOf(':') + 1)..];

        uint nonce = 0;
        int slash = rest.LastIndexOf('/');
        if (slash >= 0)
        {
            if (!uint.TryParse(rest[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out nonce))
                return false;
            rest = rest[..slash];
        }
        if (rest is "-")
        {
            address = new EntityAddress(type, null, 0, nonce);
            return true;
        }
        if (!TryParsePlace(rest, out var ip, out int port))
            return false;
        address = new EntityAddress(type, ip, port, nonce);
        return true;
    }

    /// <summary>The address as Ceph writes it: <c>v1:127.0.0.1:6789/0</c>; <c>-</c> if the type is <see cref="EntityAddressType.None"/>.</summary>
    public override string ToString()
    {
        string? prefix = Type switch
        {
            EntityAddressType.None => null,
            EntityAddressType.Legacy => "v1:",
            EntityAddressType.Msgr2 => "v2:",
            EntityAddressType.Any => "any:",
            _ => string.Create(CultureInfo.InvariantCulture, $"type{(uint)Type}:"),
        };
        if (prefix is null)
            return "-";
        return _family switch
        {
            FamilyInet => string.Create(CultureInfo.InvariantCulture, $"{prefix}{Address}:{Port}/{Nonce}"),
            FamilyInet6 => string.Create(CultureInfo.InvariantCulture, $"{prefix}[{Address}]:{Port}/{Nonce}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{prefix}-/{Nonce}"),
        };
    }

    private static bool TryParsePlace(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? ip, out int port)
    {
        ip = null;
        port = 0;
        ReadOnlySpan<char> host = text, behind = default;
        bool bracketed = text is ['[', ..];
        if (bracketed)
        {
            int close = text.IndexOf(']');
            if (close < 0)
                return false;
            host = text[1..close];
            behind = text[(close + 1)..];
        }
        else if (text.Count(':') == 1)
        {
            int colon = text.IndexOf(':');
            host = text[..colon];
            behind = text[colon..];
        }

        if (!behind.IsEmpty)
        {
            if (behind[0] != ':' || !ushort.TryParse(behind[1..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort value))
                return false;
            port = value;
        }
        // IPAddress takes "1" and octal digits for IPv4 as well, inet_pton does not.
        return host.Contains(':')
            ? IPAddress.TryParse(host, out ip) && ip.AddressFamily == AddressFamily.InterNetworkV6
            : !bracketed && IsDottedQuad(host) && IPAddress.TryParse(host, out ip);
    }

    private static bool IsDottedQuad(ReadOnlySpan<char> text)
    {
        int parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || part is ['0', _, ..]
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                return false;
            }
        }
        return parts == 4;
    }
}
