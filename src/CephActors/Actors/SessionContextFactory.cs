using System.Buffers.Binary;
using System.Security.Cryptography;
using CephActors.Auth;
using CephActors.Configuration;
using CephActors.Framing.V2;
using CephActors.Session;

namespace CephActors.Actors;

/// <summary>Makes what the sessions of a messenger share from its settings.</summary>
internal static class SessionContextFactory
{
    public static SessionContext Create(MessengerSettings settings, PolicyTable policies)
    {
        var own = settings.Name.Type;
        var auth = settings.Auth;
        var registry = Registry(settings);
        SessionContext context = null!;
        context = new SessionContext
        {
            Name = settings.Name,
            Addresses = new OwnAddresses(settings.Nonce ?? DefaultNonce(own)),
            Policies = policies,
            AuthorizerSource = new NoneAuthorizerSource(auth.Entity, static () => 0),
            AuthorizerVerifier = new MethodPolicy(settings, () => context.ServiceSecrets(), Random),
            Greeting = Banner.Speaking(settings.Msgr2Revision),
            SignMessages = auth.SignMessages,
            CephxRequiredFeatures = peer => CephxRequiredFeatures(auth, peer),
            LearnAddress = settings.LearnAddressFromPeer,
            InitialBackoff = settings.InitialBackoff,
            MaxBackoff = settings.MaxBackoff,
            ReadyTimeout = settings.ConnectionReadyTimeout,
            IdleTimeout = settings.ConnectionIdleTimeout,
            Random = Random,
        };
        context.AuthClient = new AuthClient(registry, () => context.AuthorizerSource, (_, terms) => new MonAuthExchange(WithoutKey(settings), terms, static () => default));
        var monitor = own is EntityType.Mon ? WithoutKeys(registry) : null;
        context.AuthServer = new AuthServer(registry, () => context.AuthorizerVerifier, () => monitor, Random);
        return context;
    }

    /// <summary>What may be used with whom.</summary>
    public static AuthRegistry Registry(MessengerSettings settings) => new()
    {
        Local = settings.Name.Type,
        ClusterMethods = settings.Auth.ClusterRequired,
        ServiceMethods = settings.Auth.ServiceRequired,
        ClientMethods = settings.Auth.ClientRequired,
        MonClusterModes = settings.Modes.MonCluster,
        MonServiceModes = settings.Modes.MonService,
        MonClientModes = settings.Modes.MonClient,
        ClusterModes = settings.Modes.Cluster,
        ServiceModes = settings.Modes.Service,
        ClientModes = settings.Modes.Client,
    };

    /// <summary>A messenger without a monitor client reaches the monitors that demand no key.</summary>
    private static MonAuthClient WithoutKey(MessengerSettings settings) =>
        new(new MonAuthIdentity(settings.Auth.Entity, settings.Auth.ClientRequired, null, 0), null, Random);

    /// <summary>A monitor without a <see cref="CephxServer"/> takes the method none from its clients, if the settings allow that.</summary>
    private static MonAuthService WithoutKeys(AuthRegistry registry)
    {
        long last = 0;
        return new MonAuthService(registry, null, () => (ulong)Interlocked.Increment(ref last), Random);
    }

    /// <summary>Feature bits without which a peer of this type may not use cephx.</summary>
    public static ulong CephxRequiredFeatures(AuthSettings auth, EntityType peer)
    {
        var member = IsClusterMember(peer);
        var signatures = auth.RequireSignatures || (member ? auth.ClusterRequireSignatures : auth.ServiceRequireSignatures);
        var version = Math.Max(auth.RequireVersion, member ? auth.ClusterRequireVersion : auth.ServiceRequireVersion);
        return (signatures ? CephFeatures.MsgAuth : 0) | (version >= 2 ? CephFeatures.CephxV2 : 0);
    }

    /// <summary>Random numbers nobody can foresee.</summary>
    public static ulong Random()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>
    /// Monitors are known by their address alone. Ceph takes the process id for most daemons; here one process may hold
    /// several of a kind, and one after the other at the same port, which their peers have to tell apart.
    /// </summary>
    private static uint DefaultNonce(EntityType own) => own is EntityType.Mon ? 0 : (uint)Random();

    private static bool IsClusterMember(EntityType peer) => peer is EntityType.Osd or EntityType.Mds;
}
