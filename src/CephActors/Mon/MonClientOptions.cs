namespace CephActors;

/// <summary>
/// What a monitor client takes from its creator instead of from the configuration. A member left null keeps what <c>ceph.mon-client</c> and the
/// messenger's <c>auth</c> section say.
/// </summary>
public sealed record MonClientOptions
{
    /// <summary>
    /// The monitors to ask first; the monitor map they send replaces this list. Several addresses in one vector are one monitor's, and the first that can be is
    /// dialled; an address alone that names no protocol stands for what Ceph makes of it. Ceph: <c>mon_host</c>.
    /// </summary>
    public IReadOnlyList<EntityAddressVector>? Monitors { get; init; }

    /// <summary>The name to authenticate with, for example <c>client.admin</c>.</summary>
    public AuthEntityName? Name { get; init; }

    /// <summary>The key of that name; cephx is possible only with it.</summary>
    public CryptoKey? Key { get; init; }

    /// <summary>Acceptable methods of authentication. The monitor chooses among them.</summary>
    public IReadOnlyList<AuthMethod>? Methods { get; init; }

    /// <summary>How long the first session may take; zero for any time. Ceph: <c>client_mount_timeout</c>.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>How long a command may take; zero for any time. Ceph: <c>rados_mon_op_timeout</c>.</summary>
    public TimeSpan? CommandTimeout { get; init; }
}
