namespace CephActors.Hosting;

/// <summary>How protocol v2 protects its frames, by who meets whom: <c>crc</c>, <c>secure</c>, or both with a comma between, best first.</summary>
public sealed class ConnectionModeOptions
{
    /// <summary>Between monitors. Key <c>mon-cluster</c>.</summary>
    public string? MonCluster { get; set; }

    /// <summary>Accepted by monitors from all others. Key <c>mon-service</c>.</summary>
    public string? MonService { get; set; }

    /// <summary>Towards monitors. Key <c>mon-client</c>.</summary>
    public string? MonClient { get; set; }

    /// <summary>Between other daemons. Key <c>cluster</c>.</summary>
    public string? Cluster { get; set; }

    /// <summary>Accepted by other daemons from clients. Key <c>service</c>.</summary>
    public string? Service { get; set; }

    /// <summary>From clients to other daemons. Key <c>client</c>.</summary>
    public string? Client { get; set; }

    internal void Write(HoconSection section)
    {
        section.Set("mon-cluster", MonCluster);
        section.Set("mon-service", MonService);
        section.Set("mon-client", MonClient);
        section.Set("cluster", Cluster);
        section.Set("service", Service);
        section.Set("client", Client);
    }
}
