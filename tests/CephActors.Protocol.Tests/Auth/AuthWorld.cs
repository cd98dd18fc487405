using CephActors.Auth;

namespace CephActors.Protocol.Tests.Auth;

/// <summary>A monitor with a keyring, its clients and an OSD, whose auth frames go from hand to hand.</summary>
internal sealed class AuthWorld
{
    public static readonly AuthEntityName Admin = AuthEntityName.Parse("client.admin");
    public static readonly AuthEntityName Osd = AuthEntityName.Parse("osd.0");
    public static readonly TimeSpan AuthLife = TimeSpan.FromHours(72);
    public static readonly TimeSpan ServiceLife = TimeSpan.FromHours(1);

    private readonly Func<ulong> _random = Numbers.Counting();
    private ulong _globalId = 4100;

    public AuthWorld()
    {
        Keyring = Keyring.Parse($"""
            [client.admin]
              key = {CryptoKey.Generate(_random, Now).ToBase64()}
              caps mon = "allow *"
              caps osd = "allow *"
              caps mgr = "allow *"
            [client.guest]
              key = {CryptoKey.Generate(_random, Now).ToBase64()}
              caps mon = "allow r"
            [client.nothing]
              key = {CryptoKey.Generate(_random, Now).ToBase64()}
            [osd.0]
              key = {CryptoKey.Generate(_random, Now).ToBase64()}
              caps mon = "allow profile osd"
              caps osd = "allow *"
            """);
        Keys = new CephxKeyServer(Keyring, AuthLife, ServiceLife, _random, () => Now);
    }

    public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1_795_361_785);

    public Keyring Keyring { get; }

    public CephxKeyServer Keys { get; }

    /// <summary>Both methods where nothing else is said, and all modes.</summary>
    public static AuthRegistry Registry(EntityType local, AuthMethod[]? methods = null, params ConnectionMode[] modes)
    {
        methods ??= [AuthMethod.Cephx, AuthMethod.None];
        modes = modes.Length > 0 ? modes : [ConnectionMode.Secure, ConnectionMode.Crc];
        return new AuthRegistry
        {
            Local = local,
            ClusterMethods = methods,
            ServiceMethods = methods,
            ClientMethods = methods,
            MonClusterModes = modes,
            MonServiceModes = modes,
            MonClientModes = modes,
            ClusterModes = modes,
            ServiceModes = modes,
            ClientModes = modes,
        };
    }

    public CryptoKey KeyOf(AuthEntityName name) => Keyring.TryGetKey(name, out var key) ? key : throw new KeyNotFoundException($"{name}");

    public MonAuthService Service(AuthRegistry? registry = null, bool withKeys = true) =>
        new(registry ?? Registry(EntityType.Mon), withKeys ? Keys : null, () => ++_globalId, _random);

    public AuthServerExchange Monitor(AuthRegistry? registry = null) =>
        new AuthServer(registry ?? Registry(EntityType.Mon), () => new NoneAuthorizerVerifier(_ => true), () => Service(registry), _random).Begin();

    public AuthServerExchange OsdServer(AuthRegistry? registry = null) =>
        new AuthServer(registry ?? Registry(EntityType.Osd), () => OsdVerifier(), () => null, _random).Begin();

    public IAuthorizerVerifier OsdVerifier() => new AuthorizerVerifierSet(
        new NoneAuthorizerVerifier(_ => false),
        new Dictionary<AuthMethod, IAuthorizerVerifier>
        {
            [AuthMethod.Cephx] = new CephxAuthorizerVerifier(() => Keys.SecretsOf(EntityType.Osd), _random),
            [AuthMethod.None] = new NoneAuthorizerVerifier(_ => false),
        });

    public MonAuthClient Client(AuthEntityName? name = null, TicketStore? previous = null, CryptoKey? key = null, params AuthMethod[] methods) =>
        new(
            new MonAuthIdentity(
                name ?? Admin, methods.Length > 0 ? methods : [AuthMethod.Cephx], key ?? KeyOf(name ?? Admin), MonAuthIdentity.LibradosServices),
            previous, _random);

    public MonAuthExchange Exchange(MonAuthClient client, params ConnectionMode[] modes) =>
        new(client, Registry(EntityType.Client, null, modes).TermsWith(EntityType.Mon), () => Now);

    public AuthorizerExchange ToOsd(TicketStore tickets, params ConnectionMode[] modes) =>
        new(new CephxAuthorizerSource(tickets, _random, () => Now), EntityType.Osd, Registry(EntityType.Client, null, modes).TermsWith(EntityType.Osd));

    /// <summary>Carries frames to and fro until one side has nothing to say; what both ended with.</summary>
    public static (AuthClientStep Client, AuthServerStep? Server) Talk(
        AuthClientExchange client, AuthServerExchange server, EntityType clientType = EntityType.Client, Func<byte[], byte[]>? tamper = null)
    {
        tamper ??= static bytes => bytes;
        var step = client.Start();
        AuthServerStep? answer = null;
        for (var frames = 0; frames < 20; frames++)
        {
            switch (step)
            {
                case AuthClientStep.Request request:
                    answer = server.OnRequest(clientType, (uint)request.Method, Numbered(request.Modes), tamper(request.Payload));
                    break;
                case AuthClientStep.More more:
                    answer = server.OnRequestMore(tamper(more.Payload));
                    break;
                default:
                    return (step, answer);
            }

            step = answer switch
            {
                AuthServerStep.BadMethod bad => client.OnBadMethod(
                    bad.Method, bad.Result, [.. bad.AllowedMethods.Select(method => (uint)method)], Numbered(bad.AllowedModes)),
                AuthServerStep.ReplyMore more => client.OnReplyMore(more.Payload),
                AuthServerStep.Done done => client.OnDone(done.Result.GlobalId, (uint)done.Result.Mode, done.Payload),
                _ => throw new InvalidOperationException($"nothing to answer {answer} with"),
            };
        }

        throw new InvalidOperationException("the exchange does not end");
    }

    private static uint[] Numbered(IReadOnlyList<ConnectionMode> modes) => [.. modes.Select(mode => (uint)mode)];
}
