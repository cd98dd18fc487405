using CephActors;

namespace MiniMon;

/// <summary>What the command line says.</summary>
/// <param name="Addresses">Where to listen.</param>
/// <param name="KeyringFile">The keyring of a monitor that demands keys; null of one that believes every name.</param>
/// <param name="Mode">The only mode of protocol v2 connections it takes, crc or secure; null takes both.</param>
internal sealed record Options(IReadOnlyList<EntityAddress> Addresses, string? KeyringFile, string? Mode)
{
    public const string Usage = """
        MiniMon --bind ADDR [--bind ADDR] [--keyring FILE] [--mode crc|secure]
          ADDR is v2:IP:PORT or v1:IP:PORT, with port 0 for any and an IP that clients can reach.
          With the keys and capabilities of FILE it demands cephx; --mode is for protocol v2, where secure needs cephx.
        """;

    /// <summary>Reads the command line; null if it is wrong.</summary>
    public static Options? Parse(string[] args)
    {
        var options = new Options([], null, null);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var next = (args[i], value) switch
            {
                ("--bind", _) when TryParse(value, out var address) => options with { Addresses = [.. options.Addresses, address] },
                ("--keyring", not "") => options with { KeyringFile = value },
                ("--mode", "crc" or "secure") => options with { Mode = value },
                _ => null,
            };
            if (next is null)
                return null;
            options = next;
        }

        return options is { Addresses.Count: > 0 } and not { Mode: "secure", KeyringFile: null } ? options : null;
    }

    private static bool TryParse(string text, out EntityAddress address) =>
        EntityAddress.TryParse(text, EntityAddressType.None, out address)
        && address.Type is EntityAddressType.Legacy or EntityAddressType.Msgr2 && address.Address is not null && !address.IsBlankAddress;
}
