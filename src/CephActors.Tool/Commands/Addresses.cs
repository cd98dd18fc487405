using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;

namespace CephActors.Tool.Commands;

/// <summary>Reads addresses from the command line. Without a prefix they are of protocol v1.</summary>
internal static class Addresses
{
    public static EntityAddress Parse(ArgumentResult result)
    {
        if (!TryParse(result.Tokens[0].Value, out var address, out var error))
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
        error = !EntityAddress.TryParse(text, EntityAddressType.Legacy, out address) || address.Address is null
            ? $"'{text}' is not an address; write it like v1:127.0.0.1:6789/0."
            : null;
        return error is null;
    }
}
