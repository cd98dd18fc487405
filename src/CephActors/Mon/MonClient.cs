using System.Buffers.Binary;
using System.Security.Cryptography;
using Akka.Actor;
using CephActors.Auth;
using CephActors.Configuration;
using CephActors.Encoding;
using CephActors.Messages;
using CephActors.Mon;

namespace CephActors;

/// <summary>
/// A client of a cluster's monitors: it finds one that answers, authenticates, keeps the monitor map up to date, runs commands, and moves on to another
/// monitor when the present one falls silent. It works on a messenger as one of its dispatchers; all members may be used from any thread.
/// Ceph: <c>src/mon/MonClient.h</c>.
/// </summary>
/// <remarks>
/// Settings stand in <c>ceph.mon-client</c>, the identity in the <c>auth</c> section of the messenger; <see cref="MonClientOptions"/> overrides both.
/// Its messenger offers authorizers made from the tickets it gets to every daemon it connects to from then on. If both are the same kind of daemon, the
/// client also fetches the secrets of its service as they rotate, by which its messenger takes the tickets of those who connect.
/// </remarks>
public sealed class MonClient : IAsyncDisposable
{
    private static int _started;

    private readonly IActorRef _actor;
    private readonly MonClientSetup _setup;

    private MonClient(IActorRef actor, MonClientSetup setup, IAuthorizerSource authorizers)
    {
        _actor = actor;
        _setup = setup;
        Name = setup.Identity.Name;
        AuthorizerSource = authorizers;
    }

    /// <summary>The name it authenticates with.</summary>
    public AuthEntityName Name { get; }

    /// <summary>
    /// The number by which the cluster knows this client; 0 until a monitor gave one. It stays over reconnects, unless monitors refuse to let it
    /// come back after so long an absence that the client's ticket cannot be judged any more.
    /// </summary>
    public ulong GlobalId => _setup.View.Tickets.GlobalId;

    /// <summary>The monitor the session is with at this moment; null while one is sought.</summary>
    public EntityAddressVector? Monitor => _setup.View.Monitor;

    /// <summary>The newest monitor map; null until one came. See <see cref="GetMonMapAsync"/>.</summary>
    public MonMap? MonMap => _setup.View.Map;

    /// <summary>The options the cluster's central configuration sets for this client; null until they came.</summary>
    public IReadOnlyDictionary<string, string>? Configuration => _setup.View.Configuration;

    /// <summary>Authorizers for connections to other daemons.</summary>
    internal IAuthorizerSource AuthorizerSource { get; }

    /// <summary>Starts a monitor client, which begins to look for a monitor at once.</summary>
    /// <param name="system">The actor system of the messenger.</param>
    /// <param name="messenger">Carries the connections. Its policy for monitors becomes <see cref="Policy.LossyClient"/> if it is a lossless or a server's one.</param>
    /// <param name="options">What differs from the configuration.</param>
    /// <returns>The client.</returns>
    /// <exception cref="CephMessengerConfigurationException">A setting of <c>ceph.mon-client</c> is not allowed.</exception>
    /// <exception cref="ArgumentException">
    /// No monitor is named, neither in the options nor in <c>ceph.mon-client.mon-host</c>, or the messenger speaks none of their protocols.
    /// </exception>
    /// <exception cref="MonClientException">There is no key, and the method none is not allowed.</exception>
    /// <exception cref="FormatException">The configured key or keyring is damaged.</exception>
    /// <exception cref="IOException">The configured keyring cannot be read.</exception>
    public static MonClient Start(ActorSystem system, CephMessenger messenger, MonClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(messenger);
        options ??= new MonClientOptions();
        var settings = MonClientSettings.Read(system.Settings.Config);
        settings = settings with
        {
            ConnectTimeout = options.ConnectTimeout ?? settings.ConnectTimeout,
            CommandTimeout = options.CommandTimeout ?? settings.CommandTimeout,
        };
        var monitors = options.Monitors ?? settings.MonHost;
        if (monitors.Count == 0)
            throw new ArgumentException("No monitor is named: give MonClientOptions.Monitors or set ceph.mon-client.mon-host.", nameof(options));
        var candidates = MonCandidate.From(monitors, messenger);
        if (candidates.Count == 0)
        {
            throw new ArgumentException(
                $"Messenger '{messenger.Name}' does not speak the protocol of {string.Join(", ", monitors)}: name other addresses, switch bind-msgr1 or bind-msgr2 on, "
                + "or bind it for that protocol too.",
                nameof(options));
        }

        var identity = MonClientIdentity.Resolve(messenger.Services.Settings.Auth, options);
        var policy = messenger.GetPolicy(EntityType.Mon);
        if (!policy.Lossy || policy.Server)
            messenger.SetPolicy(EntityType.Mon, Policy.LossyClient);

        var setup = new MonClientSetup(
            messenger,
            settings,
            identity,
            candidates,
            new MonClientView(),
            Random,
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var authorizers = new MonAuthorizerSource(
            setup.View,
            new NoneAuthorizerSource(identity.Name, () => setup.View.Tickets.GlobalId),
            new CephxAuthorizerSource(setup.View.Tickets, Random, () => system.Scheduler.Now.ToUniversalTime(), identity.Name.Type),
            messenger.Services.Session.AuthorizerSource);
        Share(setup, authorizers, messenger);
        var actor = system.ActorOf(MonClientActor.Props(setup), $"ceph-mon-client-{messenger.Name}-{Interlocked.Increment(ref _started)}");
        return new MonClient(actor, setup, authorizers);
    }

    /// <summary>
    /// Authenticates another messenger with this client's tickets, and if it is of the client's own kind of daemon, those who connect to it. A daemon with
    /// several messengers needs one monitor client. Ceph: <c>Messenger::set_auth_client</c>, <c>set_auth_server</c>.
    /// </summary>
    /// <param name="messenger">The other messenger; its connections from now on.</param>
    public void ShareWith(CephMessenger messenger)
    {
        ArgumentNullException.ThrowIfNull(messenger);
        Share(_setup, AuthorizerSource, messenger);
    }

    /// <summary>Completes when a session with a monitor stands, at once if one does.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the search.</param>
    /// <exception cref="MonClientException">
    /// The monitors refuse the client (EACCES for a wrong key, EOPNOTSUPP for its methods), none answered in <c>connect-timeout</c> (ETIMEDOUT), or the client was
    /// shut down (ESHUTDOWN).
    /// </exception>
    public Task ConnectAsync(CancellationToken cancellationToken = default) =>
        AskAsync<bool>(done => new AwaitSession(done), cancellationToken);

    /// <summary>Gives the newest monitor map, waiting for the first one if need be.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="MonClientException">As for <see cref="ConnectAsync"/>.</exception>
    public Task<MonMap> GetMonMapAsync(CancellationToken cancellationToken = default) =>
        AskAsync<MonMap>(done => new AwaitMonMap(done), cancellationToken);

    /// <summary>
    /// Runs a command on the monitors. It waits for a session and, if that ends before the answer came, is sent again in the next one: monitors do not
    /// recognise repeats, so it may run more than once.
    /// </summary>
    /// <param name="json">The command as a JSON object, for example <c>{"prefix":"mon dump","format":"json"}</c>.</param>
    /// <param name="input">The command's input; its memory must not change until the task has ended.</param>
    /// <param name="cancellationToken">Ends the waiting; the command may still run.</param>
    /// <returns>The answer, also one that reports failure: see <see cref="MonCommandResult.EnsureSuccess"/>.</returns>
    /// <exception cref="MonClientException">As for <see cref="ConnectAsync"/>; ETIMEDOUT also when no answer came in <c>command-timeout</c>.</exception>
    public Task<MonCommandResult> CommandAsync(string json, ReadOnlyMemory<byte> input = default, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(json);
        return AskAsync<MonCommandResult>(done => new RunCommand(json, input, done), cancellationToken);
    }

    /// <summary>Ends the session and the search; whoever waits gets ESHUTDOWN. The messenger goes on.</summary>
    public Task ShutdownAsync()
    {
        _actor.Tell(PoisonPill.Instance);
        return _setup.Ended.Task;
    }

    /// <summary><see cref="ShutdownAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await ShutdownAsync().ConfigureAwait(false);

    /// <summary>Name and global id.</summary>
    public override string ToString() => $"monitor client {Name} ({GlobalId})";

    private static void Share(MonClientSetup setup, IAuthorizerSource authorizers, CephMessenger messenger)
    {
        var session = messenger.Services.Session;
        session.AuthorizerSource = authorizers;
        if (setup.Identity.IsService && setup.Identity.Name.Type == session.Name.Type)
            session.ServiceSecrets = () => setup.View.ServiceSecrets;
    }

    private static ulong Random()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private async Task<T> AskAsync<T>(Func<TaskCompletionSource<T>, MonClientRequest> request, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() =>
        {
            if (done.TrySetCanceled(cancellationToken))
                _actor.Tell(ForgetCancelled.Instance);
        }).ConfigureAwait(false);
        _actor.Tell(request(done));

        // A request told to an actor that has ended is never answered.
        if (await Task.WhenAny(done.Task, _setup.Ended.Task).ConfigureAwait(false) == _setup.Ended.Task)
            done.TrySetException(new MonClientException(Errno.ESHUTDOWN, "The monitor client was shut down"));
        return await done.Task.ConfigureAwait(false);
    }
}
