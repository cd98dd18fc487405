using CephActors.Auth;

namespace CephActors.Session;

/// <summary>
/// What the sessions of one messenger share: who it is, its counters, policies and credentials. Everything in it is safe
/// to use from any thread.
/// </summary>
internal sealed class SessionContext
{
    /// <summary>The local entity.</summary>
    public required EntityName Name { get; init; }

    /// <summary>The local addresses.</summary>
    public required OwnAddresses Addresses { get; init; }

    /// <summary>The counter of connection attempts.</summary>
    public GlobalSeqSource GlobalSeq { get; init; } = new();

    /// <summary>Policies by peer type.</summary>
    public required PolicyTable Policies { get; init; }

    /// <summary>Offers authorizers to peers we connect to; null offers none.</summary>
    public IAuthorizerSource? AuthorizerSource { get; set; }

    /// <summary>Judges the authorizers of peers that connect to us.</summary>
    public required IAuthorizerVerifier AuthorizerVerifier { get; set; }

    /// <summary>Opens the tickets of peers that connect to us; null while nothing is at hand.</summary>
    public Func<ServiceSecrets?> ServiceSecrets { get; set; } = static () => null;

    /// <summary>Authenticates us to peers we connect to over protocol 2.</summary>
    public IAuthClient? AuthClient { get; set; }

    /// <summary>Authenticates peers that connect to us over protocol 2.</summary>
    public IAuthServer? AuthServer { get; set; }

    /// <summary>The first words over protocol 2.</summary>
    public Framing.V2.Banner Greeting { get; set; } = Framing.V2.Banner.Own;

    /// <summary>Sign and check messages where a session key is shared (Ceph: <c>cephx_sign_messages</c>).</summary>
    public bool SignMessages { get; init; } = true;

    /// <summary>
    /// Feature bits that a peer of this type must have to authenticate with cephx
    /// (Ceph: <c>cephx_require_signatures</c>, <c>cephx_require_version</c> and their variants).
    /// </summary>
    public Func<EntityType, ulong> CephxRequiredFeatures { get; init; } = static _ => 0;

    /// <summary>Take our IP from what peers see (Ceph: <c>ms_learn_addr_from_peer</c>).</summary>
    public bool LearnAddress { get; init; } = true;

    /// <summary>First delay before dialling again; doubled each time.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Greatest delay before dialling again, and the delay after WAIT.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Bound on a handshake.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bound on silence; zero for none.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>Random numbers for first sequence numbers.</summary>
    public required Func<ulong> Random { get; init; }
}
