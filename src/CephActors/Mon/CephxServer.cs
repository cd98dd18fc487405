using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Event;
using CephActors.Actors;
using CephActors.Auth;
using CephActors.Configuration;
using CephActors.Messages;
using CephActors.Mon;
using CephActors.Telemetry;

namespace CephActors;

/// <summary>
/// Authenticates the clients of a monitor: by cephx with the keys of a keyring, and by none where the settings allow that. It challenges, gives global ids,
/// issues tickets for the monitor and for other services, and hands rotating secrets to daemons. Over protocol v1 the monitor hands it each
/// <see cref="MAuth"/>; over v2 its messenger asks it in the handshake. Ceph: <c>src/auth/cephx/CephxKeyServer.h</c>, <c>src/mon/AuthMonitor.h</c>.
/// </summary>
/// <remarks>
/// Methods are those of <c>auth.service-required</c> for clients and <c>auth.cluster-required</c> for daemons. The secrets it makes live in its memory:
/// clients of a monitor that was started again prove their key anew, under another global id. Clocks need not agree: a ticket says how long it lives, and a
/// service takes it as long as it has the secret it was sealed with.
/// </remarks>
public sealed class CephxServer
{
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(20);

    private readonly ConditionalWeakTable<Connection, MonAuthSession> _sessions = [];
    private readonly ILoggingAdapter _log;
    private readonly MonAuthService _service;
    private ulong _lastGlobalId;

    private CephxServer(ActorSystem system, string messenger, MessengerSettings settings, AuthRegistry registry, CephxServerOptions options, CephxKeyServer? keys)
    {
        _log = Logging.GetLogger(system, typeof(CephxServer)).WithContext("Messenger", messenger);
        _lastGlobalId = options.FirstGlobalId - 1;
        _service = new MonAuthService(
            registry,
            keys,
            () => Interlocked.Increment(ref _lastGlobalId),
            SessionContextFactory.Random,
            entity => SessionContextFactory.CephxRequiredFeatures(settings.Auth, entity));
    }

    /// <summary>The identity given last, or the one before the first.</summary>
    public ulong LastGlobalId => Interlocked.Read(ref _lastGlobalId);

    /// <summary>Makes a monitor's messenger authenticate. Do so before it has dispatchers, that is before anybody can connect.</summary>
    /// <param name="system">The actor system of the messenger, whose scheduler is the clock.</param>
    /// <param name="messenger">The monitor's messenger.</param>
    /// <param name="options">Keys and times.</param>
    /// <exception cref="ArgumentException">The messenger is no monitor's, cephx is demanded and there are no keys, or a life is too short.</exception>
    /// <exception cref="FormatException">The configured keyring is damaged.</exception>
    /// <exception cref="IOException">The configured keyring cannot be read.</exception>
    public static CephxServer Start(ActorSystem system, CephMessenger messenger, CephxServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(messenger);
        options ??= new CephxServerOptions();
        var settings = messenger.Services.Settings;
        if (settings.Name.Type != EntityType.Mon)
            throw new ArgumentException($"{messenger} is no monitor: only one named mon.N hands out tickets.", nameof(messenger));
        if (options.FirstGlobalId == 0)
            throw new ArgumentException("The first global id is at least 1: 0 means none.", nameof(options));
        var keyring = options.Keyring ?? (settings.Auth.Keyring is { } path ? Keyring.Load(path) : null);
        if (keyring is null && settings.Auth.ServiceRequired.Concat(settings.Auth.ClusterRequired).Contains(AuthMethod.Cephx))
            throw new ArgumentException("cephx needs keys: give CephxServerOptions.Keyring or set auth.keyring.", nameof(options));
        var keys = keyring is null ? null : new CephxKeyServer(
            keyring, Life(options.AuthTicketLife), Life(options.ServiceTicketLife), SessionContextFactory.Random, () => system.Scheduler.Now.ToUniversalTime());
        var registry = SessionContextFactory.Registry(settings);
        var server = new CephxServer(system, messenger.Name, settings, registry, options, keys);
        var context = messenger.Services.Session;
        context.AuthServer = new AuthServer(registry, () => context.AuthorizerVerifier, () => server._service, SessionContextFactory.Random);
        if (keys is not null)
            context.ServiceSecrets = () => keys.SecretsOf(EntityType.Mon);
        return server;

        static TimeSpan Life(TimeSpan life) => life >= ShortestLife
            ? TimeSpan.FromSeconds(Math.Floor(life.TotalSeconds))
            : throw new ArgumentException($"A ticket lives {ShortestLife.TotalSeconds} s or longer, not {life.TotalSeconds} s.", nameof(options));
    }

    /// <summary>
    /// Takes a client's message and gives the answer for it. Call it for one connection from one dispatcher only. A refusal is an answer too; the client
    /// may try again until it or the monitor hangs up.
    /// </summary>
    /// <param name="client">Where the message came from.</param>
    /// <param name="request">The message.</param>
    public MAuthReply Answer(Connection client, MAuth request)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        var session = _sessions.GetValue(client, c => c.Facts.Identity?.Session ?? new MonAuthSession(_service));
        var reply = session.Handle(request.Protocol, request.Payload.Span, client.Features);
        if (reply.Reason is { } reason)
            _log.Write(client, MonLogLines.NotAuthenticated, client, reason);
        return new MAuthReply(reply.Protocol, reply.Result, reply.GlobalId, reply.Payload);
    }

    /// <summary>Whether a client has proved who it is. Until then a monitor takes from it only MAuth and MPing.</summary>
    /// <param name="client">Its connection.</param>
    public bool IsAuthenticated(Connection client) => PeerOf(client) is not null;

    /// <summary>The name a client has authenticated with; null before that.</summary>
    /// <param name="client">Its connection.</param>
    public AuthEntityName? NameOf(Connection client) => PeerOf(client)?.Name;

    private AuthenticatedPeer? PeerOf(Connection client) => _sessions.TryGetValue(client, out var session) ? session.Peer : client.Facts.Identity;
}
