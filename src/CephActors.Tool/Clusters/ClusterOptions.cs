namespace CephActors.Tool.Clusters;

/// <summary>What a user said about the cluster on the command line; null for what was not said.</summary>
/// <param name="Conf">The configuration file.</param>
/// <param name="Cluster">The cluster's name, from which file names are made.</param>
/// <param name="Name">Who to be.</param>
/// <param name="Monitors">As <c>mon_host</c> has them.</param>
/// <param name="Keyring">A file with the key.</param>
internal sealed record ClusterOptions(string? Conf = null, string? Cluster = null, AuthEntityName? Name = null, string? Monitors = null, string? Keyring = null);
