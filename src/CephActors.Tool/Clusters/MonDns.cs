using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using DnsClient;
using DnsClient.Protocol;

namespace CephActors.Tool.Clusters;

/// <summary>
/// Monitors that DNS knows by SRV records, for hosts without <c>mon_host</c>. Ceph: <c>src/mon/MonMap.cc</c>, <c>init_with_dns_srv</c>;
/// <c>src/common/dns_resolve.cc</c>, <c>resolve_srv_hosts</c>. Ours: the priorities and weights of the records are not looked at.
/// </summary>
internal sealed class MonDns
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly LookupClient _client;
    private readonly IReadOnlyList<string> _searchDomains;

    /// <param name="servers">Who is asked; none for those of the system.</param>
    /// <param name="searchDomains">Where a service without a domain is looked for, before it is looked for as it stands.</param>
    public MonDns(IReadOnlyList<IPEndPoint> servers, IReadOnlyList<string> searchDomains)
    {
        _searchDomains = searchDomains;
        var options = servers.Count == 0 ? new LookupClientOptions() : new LookupClientOptions([.. servers]);
        options.Timeout = TimeSpan.FromSeconds(2);
        options.Retries = 1;
        options.UseCache = false;
        _client = new LookupClient(options);
    }

    /// <summary>The resolver of this host.</summary>
    /// <param name="around">Where its search list stands.</param>
    public static MonDns Of(Surroundings around) => new([], SearchDomains(around));

    /// <summary>The monitors, as <c>mon_host</c> would have them: HOST:PORT, separated by commas.</summary>
    /// <param name="name">What <c>mon_dns_srv_name</c> holds: a service, or a service and a domain as in <c>ceph-mon_example.com</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CommandFailure">There are no such records, or nobody could be asked. The message is a part of a sentence.</exception>
    public async Task<string> FindAsync(string name, CancellationToken cancellationToken)
    {
        var underline = name.IndexOf('_', StringComparison.Ordinal);
        var service = $"_{(underline < 0 ? name : name[..underline])}._tcp";
        string[] queries = underline < 0
            ? [.. _searchDomains.Select(domain => $"{service}.{domain}"), service]
            : [$"{service}.{name[(underline + 1)..]}"];
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Patience);
        try
        {
            foreach (var query in queries)
            {
                var answer = await _client.QueryAsync(query, QueryType.SRV, cancellationToken: bounded.Token).ConfigureAwait(false);
                var records = answer.Answers.OfType<SrvRecord>().OrderBy(record => record.Priority).ToArray();
                if (records.Length > 0)
                    return string.Join(',', records.Select(HostAndPort));
                if (answer.HasError && answer.Header.ResponseCode is not DnsHeaderResponseCode.NotExistentDomain)
                    throw new CommandFailure($"DNS has no answer for {query}: {answer.ErrorMessage}");
            }
        }
        catch (DnsResponseException failed)
        {
            throw new CommandFailure($"DNS could not be asked for {queries[^1]}: {failed.Message.TrimEnd('.')}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailure($"DNS gave no answer for {queries[^1]} within {Patience.TotalSeconds} s");
        }

        throw new CommandFailure($"DNS has no SRV record {queries[0]}");
    }

    private static string HostAndPort(SrvRecord record) =>
        string.Create(CultureInfo.InvariantCulture, $"{record.Target.Value.TrimEnd('.')}:{record.Port}");

    /// <summary>The last <c>search</c> or <c>domain</c> of <c>resolv.conf</c>, as the C library has it; where there is no such file, the host's domain.</summary>
    private static string[] SearchDomains(Surroundings around)
    {
        const string file = "/etc/resolv.conf";
        string[]? words = null;
        if (around.FileExists(file))
        {
            words = around.ReadFile(file).Split('\n').Select(line => line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
                .LastOrDefault(line => line is ["search" or "domain", ..]);
        }
        else if (IPGlobalProperties.GetIPGlobalProperties().DomainName is { Length: > 0 } domain)
        {
            words = ["domain", domain];
        }

        return words is null ? [] : [.. words[1..].Select(domain => domain.Trim('.')).Where(domain => domain.Length > 0)];
    }
}
