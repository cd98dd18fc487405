using System.Net;
using System.Net.Sockets;
using CephActors.Configuration;
using CephActors.Mon;

namespace CephActors.Tool.Clusters;

/// <summary>
/// Reads <c>mon_host</c>: hosts and addresses, with and without port, with and without <c>v1:</c> or <c>v2:</c>, alone or as vectors
/// in brackets, separated by commas, semicolons or blanks. Ceph: <c>src/mon/MonMap.cc</c>, <c>init_with_ips</c>,
/// <c>init_with_hosts</c>, <c>_add_ambiguous_addr</c>.
/// </summary>
internal static class MonHost
{
    private const string Separators = ",; \t";

    /// <summary>The monitors to be tried, host names looked up: a vector in brackets is one, whatever stands alone may be several.</summary>
    /// <exception cref="CommandFailure">An entry is no address, a host is unknown, or there is nothing.</exception>
    public static async Task<IReadOnlyList<EntityAddressVector>> ResolveAsync(string text, CancellationToken cancellationToken)
    {
        var monitors = new List<EntityAddressVector>();
        foreach (var entry in ListText.Split(text, Separators))
        {
            var addresses = new List<EntityAddress>();
            var isVector = IsVector(entry);
            foreach (var part in isVector ? ListText.Split(entry[1..^1], Separators) : [entry])
                addresses.AddRange(await ResolveOneAsync(part, cancellationToken).ConfigureAwait(false));
            monitors.AddRange(isVector && addresses.Count > 0
                ? MonCandidate.Meant(new EntityAddressVector([.. addresses]))
                : addresses.SelectMany(address => MonCandidate.Meant(address)));
        }

        return monitors.Count > 0 ? [.. monitors.Distinct()] : throw new CommandFailure("mon_host is empty");
    }

    /// <summary>An IPv6 address may stand in brackets too.</summary>
    private static bool IsVector(string entry) => entry is ['[', .., ']'] && !IPAddress.TryParse(entry[1..^1], out _);

    private static bool IsPrefixed(string entry) => entry.StartsWith("v1:", StringComparison.Ordinal) || entry.StartsWith("v2:", StringComparison.Ordinal);

    private static async Task<IEnumerable<EntityAddress>> ResolveOneAsync(string entry, CancellationToken cancellationToken)
    {
        var (protocol, rest) = IsPrefixed(entry) ? (entry[..2], entry[3..]) : ("", entry);
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var place = slash < 0 ? rest : rest[..slash];
        var (host, port) = HostAndPort(place, entry);

        var type = protocol switch
        {
            "v1" => EntityAddressType.Legacy,
            "v2" => EntityAddressType.Msgr2,
            _ => EntityAddressType.Any,
        };
        var ips = IPAddress.TryParse(host, out var ip) ? [ip] : await LookUpAsync(host, cancellationToken).ConfigureAwait(false);
        return ips.Select(found => new EntityAddress(type, found, port ?? 0, 0));
    }

    private static (string Host, int? Port) HostAndPort(string place, string entry)
    {
        var bracket = place.LastIndexOf(']');
        var colon = place.LastIndexOf(':');
        // An IPv6 address has colons of its own, and a port only behind brackets.
        if (colon < 0 || colon < bracket || (bracket < 0 && place.IndexOf(':', StringComparison.Ordinal) != colon))
            return (place.Trim('[', ']'), null);
        return ushort.TryParse(place.AsSpan(colon + 1), out var port) && port > 0
            ? (place[..colon].Trim('[', ']'), port)
            : throw new CommandFailure($"'{entry}' is no monitor address; write it like v2:192.168.0.1:3300, or as a host name.");
    }

    private static async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            throw new CommandFailure($"'{host}' is neither an address nor a host that can be found: {unknown.Message}");
        }
    }
}
