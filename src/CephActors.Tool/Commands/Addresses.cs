using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;

namespace CephActors.Tool.Commands;

/// <summary>
/// Reads addresses from the command line. Without a prefix the monitors' port of protocol v2 tells that protocol, and any other port v1; where a peer is
/// dialled both can be tried.
/// </summary>
internal static class Addresses
{
    private const int V2Port = 3300;

    public static EntityAddress Parse(ArgumentResult result)
    {
        if (!TryParse(result.Tokens[0].Value, out var address, out var error))
            result.AddError(error);
        return address;
    }

    /// <summary>Reads the address of a peer; one without a prefix stays without a protocol, and may lack its port.</summary>
    public static EntityAddress ParsePeer(ArgumentResult result)
    {
        if (!TryRead(result.Tokens[0].Value, out var address, out var error))
            result.AddError(error);
        return address;
    }

    /// <summary>Reads any number of addresses.</summary>
    public static EntityAddress[] ParseAll(ArgumentResult result, IEnumerable<string> texts)
    {
        var addresses = new List<EntityAddress>();
        foreach (var text in texts)
        {
            if (!TryParse(text, out var address, out var error))
            {
                result.AddError(error);
                break;
            }

            addresses.Add(address);
        }

        return [.. addresses];
    }

    /// <summary>Reads one address; otherwise the error says what to write.</summary>
    public static bool TryParse(string text, out EntityAddress address, [NotNullWhen(false)] out string? error)
    {
        var isRead = TryRead(text, out address, out error);
        if (address.Type is EntityAddressType.Any)
            address = address.WithType(address.Port == V2Port ? EntityAddressType.Msgr2 : EntityAddressType.Legacy);
        return isRead;
    }

    private static bool TryRead(string text, out EntityAddress address, [NotNullWhen(false)] out string? error)
    {
        error = !EntityAddress.TryParse(text, EntityAddressType.Any, out address) || address.Address is null
            ? $"'{text}' is not an address; write it like v2:127.0.0.1:3300/0 or v1:127.0.0.1:6789/0."
            : null;
        return error is null;
    }
}
