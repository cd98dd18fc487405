using CephActors;

namespace MiniMon;

/// <summary>What the command line says.</summary>
/// <param name="Address">Where to listen.</param>
/// <param name="KeyringFile">The keyring of a monitor that demands keys; null of one that believes every name.</param>
internal sealed record Options(EntityAddress Address, string? KeyringFile)
{
    public const string Usage = """
        MiniMon --bind ADDR [--keyring FILE]    (v2:IP:PORT or v1:IP:PORT for one protocol, any:IP:0 for both;
        port 0 for any; an IP that clients can reach; with the keys and capabilities of FILE it demands cephx)
        """;

    /// <summary>Reads the command line; null if it is wrong.</summary>
    public static Options? Parse(string[] args)
    {
        EntityAddress? address = null;
        string? keyring = null;
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            if (args[i] == "--bind" && TryParse(value, out var parsed))
                address = parsed;
            else if (args[i] == "--keyring" && value.Length > 0)
                keyring = value;
            else
                return null;
        }

        return address is { } given ? new Options(given, keyring) : null;
    }

    private static bool TryParse(string text, out EntityAddress address) =>
        EntityAddress.TryParse(text, EntityAddressType.Legacy, out address)
        && address.Type is not EntityAddressType.None && address.Address is not null && !address.IsBlankAddress;
}
