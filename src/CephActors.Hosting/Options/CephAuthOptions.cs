namespace CephActors.Hosting;

/// <summary>Who the messenger is to its peers, and what it demands of them. Lists are written with commas between, as in ceph.conf.</summary>
public sealed class CephAuthOptions
{
    /// <summary>The name to authenticate with, such as <c>client.admin</c>. Key <c>entity</c>.</summary>
    public string? Entity { get; set; }

    /// <summary>Methods for everybody, instead of the three lists below. Key <c>supported</c>.</summary>
    public string? Supported { get; set; }

    /// <summary>Methods between daemons: <c>cephx</c>, <c>none</c> or both. Key <c>cluster-required</c>.</summary>
    public string? ClusterRequired { get; set; }

    /// <summary>Methods a daemon takes from clients. Key <c>service-required</c>.</summary>
    public string? ServiceRequired { get; set; }

    /// <summary>Methods a client offers, best first. Key <c>client-required</c>.</summary>
    public string? ClientRequired { get; set; }

    /// <summary>The base64 text of the own key. Key <c>key</c>.</summary>
    public string? Key { get; set; }

    /// <summary>A file that holds that text and nothing else. Key <c>key-file</c>.</summary>
    public string? KeyFile { get; set; }

    /// <summary>A file with the keys of any number of entities. Key <c>keyring</c>.</summary>
    public string? Keyring { get; set; }

    /// <summary>Whether messages are signed where a session key is shared. Key <c>sign-messages</c>.</summary>
    public bool? SignMessages { get; set; }

    /// <summary>Whether peers that cannot sign are refused. Key <c>require-signatures</c>.</summary>
    public bool? RequireSignatures { get; set; }

    /// <summary>Whether daemons that cannot are. Key <c>cluster-require-signatures</c>.</summary>
    public bool? ClusterRequireSignatures { get; set; }

    /// <summary>Whether clients that cannot are. Key <c>service-require-signatures</c>.</summary>
    public bool? ServiceRequireSignatures { get; set; }

    /// <summary>The oldest version of cephx taken from anybody. Key <c>require-version</c>.</summary>
    public int? RequireVersion { get; set; }

    /// <summary>The same for daemons. Key <c>cluster-require-version</c>.</summary>
    public int? ClusterRequireVersion { get; set; }

    /// <summary>The same for clients. Key <c>service-require-version</c>.</summary>
    public int? ServiceRequireVersion { get; set; }

    /// <summary>Whether peers without any authorizer are refused. Key <c>require-authorizer</c>.</summary>
    public bool? RequireAuthorizer { get; set; }

    internal void Write(HoconSection section)
    {
        section.Set("entity", Entity);
        section.Set("supported", Supported);
        section.Set("cluster-required", ClusterRequired);
        section.Set("service-required", ServiceRequired);
        section.Set("client-required", ClientRequired);
        section.Set("key", Key);
        section.Set("key-file", KeyFile);
        section.Set("keyring", Keyring);
        section.Set("sign-messages", SignMessages);
        section.Set("require-signatures", RequireSignatures);
        section.Set("cluster-require-signatures", ClusterRequireSignatures);
        section.Set("service-require-signatures", ServiceRequireSignatures);
        section.Set("require-version", (long?)RequireVersion);
        section.Set("cluster-require-version", (long?)ClusterRequireVersion);
        section.Set("service-require-version", (long?)ServiceRequireVersion);
        section.Set("require-authorizer", RequireAuthorizer);
    }
}
