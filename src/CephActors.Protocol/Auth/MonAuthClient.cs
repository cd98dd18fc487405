using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>An authentication request over a protocol 1 connection: the fields of an MAuth that matter here.</summary>
internal readonly record struct MonAuthRequest(uint Protocol, byte[] Payload);

/// <summary>Who authenticates with the monitors, and how.</summary>
/// <param name="Name">The client's name, for example <c>client.admin</c>.</param>
/// <param name="Methods">Acceptable methods; the monitor takes its own favourite among them.</param>
/// <param name="Key">The client's secret; needed for cephx.</param>
/// <param name="Services">Mask of the services whose tickets are wanted besides AUTH.</param>
internal sealed record MonAuthIdentity(AuthEntityName Name, IReadOnlyList<AuthMethod> Methods, CryptoKey? Key, uint Services)
{
    /// <summary>What librados asks for: MON, OSD and MGR.</summary>
    public const uint LibradosServices = (uint)EntityType.Mon | (uint)EntityType.Osd | (uint)EntityType.Mgr;

    /// <summary>Whether it is a service, which others show tickets to.</summary>
    public bool IsService => Name.Type is EntityType.Osd or EntityType.Mds or EntityType.Mgr;
}

/// <summary>
/// One client's authentication over one connection to a monitor. Over protocol 1, in messages, it offers methods and follows the monitor's choice; over
/// protocol 2, in auth frames, it tries one method after the other. Either way it keeps the global id and renews tickets with messages.
/// Ceph: <c>src/mon/MonClient.cc</c>, <c>MonConnection::_negotiate</c> and <c>MonConnection::authenticate</c>.
/// </summary>
internal sealed class MonAuthClient
{
    private readonly MonAuthIdentity _identity;
    private readonly Func<ulong> _random;
    private CephxClientHandler? _cephx;

    /// <param name="identity">Who authenticates.</param>
    /// <param name="previous">What an earlier connection ended with: the global id to keep and the old ticket that proves it.</param>
    /// <param name="random">Random numbers for challenges and nonces.</param>
    public MonAuthClient(MonAuthIdentity identity, TicketStore? previous, Func<ulong> random)
    {
        _identity = identity;
        _random = random;
        Tickets = previous?.Clone() ?? new TicketStore();
    }

    /// <summary>What the monitor chose or agreed to; <see cref="AuthMethod.Unknown"/> before that.</summary>
    public AuthMethod Method { get; private set; }

    public AuthEntityName Name => _identity.Name;

    /// <summary>The methods that can be tried, best first.</summary>
    public IReadOnlyList<AuthMethod> Methods => [.. _identity.Methods.Where(CanUse).Distinct()];

    /// <summary>Session key of the newest AUTH ticket of this connection; null without cephx.</summary>
    public CryptoKey? SessionKey => _cephx?.SessionKey;

    /// <summary>What tickets shown to the own service are opened with; null of who is no service, and before the monitor gave them.</summary>
    public ServiceSecrets? ServiceSecrets => _cephx?.RotatingSecrets is { } secrets ? ServiceSecrets.From(_identity.Name.Type, secrets) : null;

    /// <summary>Secret of this connection, if it is one of protocol 2 in secure mode.</summary>
    public ReadOnlyMemory<byte> ConnectionSecret => _cephx?.ConnectionSecret ?? default;

    public ulong GlobalId => Tickets.GlobalId;

    /// <summary>Tickets and global id so far; with method none only the latter.</summary>
    public TicketStore Tickets { get; }

    public bool IsAuthenticated { get; private set; }

    /// <summary>The first message: <c>u8 1, vector&lt;u32&gt; methods, EntityName, u64 global_id</c> under protocol 0.</summary>
    public MonAuthRequest Start()
    {
        var writer = new WireWriter();
        writer.WriteU8(1);
        var methods = Methods.Order().ToArray();
        writer.WriteU32((uint)methods.Length);
        foreach (var method in methods)
            writer.WriteU32((uint)method);
        writer.WriteAuthEntityName(_identity.Name);
        writer.WriteU64(GlobalId);
        return new MonAuthRequest(0, writer.ToArray());
    }

    /// <summary>Takes the fields of an MAuthReply.</summary>
    public MonAuthStep HandleReply(uint protocol, int result, ulong globalId, ReadOnlySpan<byte> payload, DateTimeOffset now)
    {
        if (result < 0)
            return MonAuthStep.Fail(result == int.MinValue ? Errno.EIO : -result, Describe(-(long)result));
        var chosen = (AuthMethod)protocol;
        if (Method == AuthMethod.Unknown)
        {
            if (!_identity.Methods.Contains(chosen) || !CanUse(chosen))
                return MonAuthStep.Fail(Errno.EOPNOTSUPP, $"the monitor chose authentication method {protocol}, which was not offered");
            Choose(chosen);
        }
        else if (Method != chosen)
        {
            return MonAuthStep.Fail(Errno.EPROTO, $"the monitor changed the authentication method from {(uint)Method} to {protocol}");
        }

        if (globalId != 0)
            Tickets.SetGlobalId(globalId);
        var step = _cephx?.HandleReply(payload, now) ?? MonAuthStep.Done;
        IsAuthenticated |= step.Outcome == MonAuthOutcome.Done;
        return step;
    }

    /// <summary>The payload of AUTH_REQUEST: <c>u8 10, EntityName, u64 global_id</c>.</summary>
    public byte[] Begin(AuthMethod method)
    {
        Choose(method);
        var writer = new WireWriter();
        writer.WriteU8(AuthPayload.FirstMonMode);
        writer.WriteAuthEntityName(_identity.Name);
        writer.WriteU64(GlobalId);
        return writer.ToArray();
    }

    /// <summary>Takes the payload of AUTH_REPLY_MORE.</summary>
    public MonAuthStep HandleMore(ReadOnlySpan<byte> payload, DateTimeOffset now) =>
        _cephx?.HandleReply(payload, now) ?? MonAuthStep.Fail(Errno.EPROTO, "the monitor asks for more where there is nothing to prove");

    /// <summary>
    /// Takes AUTH_DONE. Tickets the monitor did not give along are asked for with messages, see <see cref="Renew"/>.
    /// </summary>
    public MonAuthStep HandleDone(ulong globalId, ReadOnlySpan<byte> payload, DateTimeOffset now)
    {
        Tickets.SetGlobalId(globalId);
        var step = _cephx?.HandleReply(payload, now) ?? MonAuthStep.Done;
        if (step.Outcome == MonAuthOutcome.Failed)
            return step;
        if (_cephx is { SessionKey: null })
            return MonAuthStep.Fail(Errno.EPROTO, "the monitor is content without any proof, and gives none");
        IsAuthenticated = true;
        return MonAuthStep.Done;
    }

    /// <summary>The request for tickets that are due on an authenticated connection; null if none is.</summary>
    public MonAuthRequest? Renew(DateTimeOffset now) =>
        IsAuthenticated && _cephx?.BuildRequest(now) is { } payload ? Request(payload) : null;

    /// <summary>When <see cref="Renew"/> will next have something to ask for; null for never.</summary>
    public DateTimeOffset? NextRenewal => _cephx is null ? null : Tickets.NextRenewal(_identity.Services | TicketStore.AuthService);

    /// <summary>Puts the payload of a step under the chosen method.</summary>
    public MonAuthRequest Request(byte[] payload) => new((uint)Method, payload);

    private void Choose(AuthMethod method)
    {
        Method = method;
        _cephx = method == AuthMethod.Cephx
            ? new CephxClientHandler(_identity.Name, _identity.Key!, _identity.Services, Tickets, _random, _identity.IsService)
            : null;
    }

    private bool CanUse(AuthMethod method) => method == AuthMethod.None || (method == AuthMethod.Cephx && _identity.Key is not null);

    private string Describe(long errno) => errno switch
    {
        Errno.EACCES or Errno.EPERM => $"the monitor refused {_identity.Name}: wrong key, unknown name or no rights",
        Errno.EOPNOTSUPP => "the monitor accepts none of the offered authentication methods "
            + $"({string.Join(", ", Methods.Select(method => method.ToString().ToLowerInvariant()))})",
        _ => $"the monitor refused to authenticate {_identity.Name}",
    };
}
