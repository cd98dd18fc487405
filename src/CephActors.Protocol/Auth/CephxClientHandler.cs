using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>
/// The client's side of cephx with a monitor, without IO: payload in, payload out. It serves protocol 1 (payloads of MAuth and MAuthReply) and
/// protocol 2 (payloads of the auth frames) alike.
/// <code>
///   monitor                                client
///   ServerChallenge                   -->  0x0100 Authenticate
///   0x0100 AUTH ticket (+ others)     -->  done, or 0x0200 request for the tickets still missing
///   0x0200 service tickets            -->  done
/// </code>
/// Ceph: <c>src/auth/cephx/CephxClientHandler.cc</c>, <c>build_request</c> and <c>handle_response</c>.
/// </summary>
internal sealed class CephxClientHandler
{
    private readonly AuthEntityName _name;
    private readonly CryptoKey _key;
    private readonly uint _wanted;
    private readonly Func<ulong> _random;
    private readonly bool _isService;

    private bool _starting = true;
    private bool _authDue = true;
    private ulong _serverChallenge;
    private CryptoKey? _presentedSessionKey;

    /// <param name="name">Who the client is.</param>
    /// <param name="key">The client's secret.</param>
    /// <param name="wanted">Mask of the services whose tickets are wanted; the AUTH ticket always is.</param>
    /// <param name="tickets">Where tickets go; what it holds already is presented as the old ticket.</param>
    /// <param name="random">Random numbers for challenges and nonces.</param>
    /// <param name="isService">Whether the client is a service, which needs the secrets that open the tickets of others.</param>
    public CephxClientHandler(AuthEntityName name, CryptoKey key, uint wanted, TicketStore tickets, Func<ulong> random, bool isService = false)
    {
        _name = name;
        _key = key;
        _wanted = wanted | TicketStore.AuthService;
        Tickets = tickets;
        _random = random;
        _isService = isService;
    }

    public TicketStore Tickets { get; }

    /// <summary>Session key of the newest AUTH ticket; protocol 2 signs its handshake with it.</summary>
    public CryptoKey? SessionKey { get; private set; }

    /// <summary>Secret of a protocol 2 connection in secure mode; empty otherwise.</summary>
    public ReadOnlyMemory<byte> ConnectionSecret { get; private set; }

    /// <summary>Secrets of the own service, after an answer to <see cref="BuildRotatingRequest"/>.</summary>
    public RotatingSecrets? RotatingSecrets { get; private set; }

    /// <summary>Takes a monitor's payload, result code already found to be 0.</summary>
    public MonAuthStep HandleReply(ReadOnlySpan<byte> payload, DateTimeOffset now)
    {
        var reader = new WireReader(payload);
        if (_starting)
        {
            var challenge = ServerChallenge.Read(ref reader);
            if (reader.Failed)
                return MonAuthStep.Malformed(reader.Error);
            _serverChallenge = challenge.Challenge;
            _starting = false;
            _authDue = true;
            return MonAuthStep.Send(BuildAuthenticate(now));
        }

        var header = ResponseHeader.Read(ref reader);
        if (reader.Failed)
            return MonAuthStep.Malformed(reader.Error);
        if (header.Status < 0)
            return MonAuthStep.Fail(-header.Status, $"the monitor refused a request for tickets of {_name}");
        return header.Type switch
        {
            CephxRequestType.AuthSessionKey => HandleAuthTicket(ref reader, now),
            CephxRequestType.PrincipalSessionKey => HandleServiceTickets(ref reader, now),
            CephxRequestType.RotatingKey => HandleRotating(ref reader),
            _ => MonAuthStep.Fail(Errno.EINVAL, $"the monitor answered an unknown cephx request 0x{(ushort)header.Type:x4}"),
        };
    }

    /// <summary>
    /// The request that gets what is missing or due now; null if nothing is. On a session that lives the AUTH ticket is renewed with the
    /// challenge of that session: a monitor makes no second one (Ceph: <c>AuthMonitor::prep_auth</c>).
    /// </summary>
    public byte[]? BuildRequest(DateTimeOffset now)
    {
        var needed = Tickets.Needed(_wanted, now);
        if ((needed & TicketStore.AuthService) != 0 || _authDue)
            return _starting ? null : BuildAuthenticate(now);

        // Ceph: _need_tickets. A monitor without secrets for managers gives no such ticket; asking for nothing else would never end.
        return needed is 0 or (uint)EntityType.Mgr ? BuildRotatingIfDue(now) : BuildTicketRequest(needed, now);
    }

    // Ceph: MonClient::_check_auth_rotating.
    private byte[]? BuildRotatingIfDue(DateTimeOffset now) => _isService && (RotatingSecrets?.IsDue(now) ?? true) ? BuildRotatingRequest() : null;

    /// <summary>Asks for the secrets of the own service; for daemons that verify authorizers.</summary>
    public static byte[] BuildRotatingRequest() => CephxStruct.ToBytes(new RequestHeader(CephxRequestType.RotatingKey));

    private byte[] BuildAuthenticate(DateTimeOffset now)
    {
        var old = Tickets.Find(TicketStore.AuthService);
        _presentedSessionKey = old?.SessionKey;
        var clientChallenge = _random();
        var writer = new WireWriter();
        new RequestHeader(CephxRequestType.AuthSessionKey).Write(writer);
        new Authenticate(
            clientChallenge,
            CephxCipher.ChallengeResponse(_key, _serverChallenge, clientChallenge),
            old?.Blob ?? TicketBlob.Empty,
            Tickets.Needed(_wanted, now) | TicketStore.AuthService).Write(writer);
        return writer.ToArray();
    }

    private byte[]? BuildTicketRequest(uint services, DateTimeOffset now)
    {
        if (Tickets.FindUsable(TicketStore.AuthService, now) is not { } auth)
            return null;
        var writer = new WireWriter();
        new RequestHeader(CephxRequestType.PrincipalSessionKey).Write(writer);
        Authorizer.Create(auth.GlobalId, TicketStore.AuthService, auth.Ticket.Blob, auth.Ticket.SessionKey, new Authorize(_random())).Write(writer);
        new ServiceTicketRequest(services).Write(writer);
        return writer.ToArray();
    }

    private MonAuthStep HandleAuthTicket(ref WireReader reader, DateTimeOffset now)
    {
        var reply = TicketReply.Read(ref reader);
        if (reader.Failed)
            return MonAuthStep.Malformed(reader.Error);
        if (!Accept(reply, _key, now, out var auth) || auth is null)
            return MonAuthStep.Fail(Errno.EPERM, $"the monitor's ticket does not open with the key of {_name}");
        SessionKey = auth.SessionKey;
        _authDue = false;
        ConnectionSecret = default;
        if (reader.Remaining == 0)
            return Next(now);

        // Since Nautilus: a connection secret and the tickets of the other services.
        var sealedSecret = reader.ReadBlob("connection_secret");
        var extra = reader.ReadBlob("extra_tickets");
        if (reader.Failed)
            return MonAuthStep.Malformed(reader.Error);
        if (!sealedSecret.IsEmpty && !TryOpenSecret(sealedSecret, auth.SessionKey))
            return MonAuthStep.Fail(Errno.EPERM, "the monitor's connection secret does not open with the session key");
        if (!extra.IsEmpty && (!CephxStruct.TryRead<TicketReply>(extra, out var others) || !Accept(others, auth.SessionKey, now, out _)))
            return MonAuthStep.Fail(Errno.EPERM, "the monitor's service tickets do not open with the session key");
        return Next(now);
    }

    // The extra tickets of an AUTH reply may leave some out; what an answer to the explicit request leaves out is not to be had.
    private MonAuthStep Next(DateTimeOffset now) => BuildRequest(now) is { } request ? MonAuthStep.Send(request) : MonAuthStep.Done;

    private MonAuthStep HandleServiceTickets(ref WireReader reader, DateTimeOffset now)
    {
        var reply = TicketReply.Read(ref reader);
        if (reader.Failed)
            return MonAuthStep.Malformed(reader.Error);

        // Not SessionKey: Octopus repeats the AUTH ticket among the others, with a key of its own.
        if (Tickets.Find(TicketStore.AuthService) is not { } auth || !Accept(reply, auth.SessionKey, now, out _))
            return MonAuthStep.Fail(Errno.EPERM, "the monitor's service tickets do not open with the session key");
        return BuildRotatingIfDue(now) is { } request ? MonAuthStep.Send(request) : MonAuthStep.Done;
    }

    private MonAuthStep HandleRotating(ref WireReader reader)
    {
        var ciphertext = reader.ReadBlob("rotating");
        if (reader.Failed)
            return MonAuthStep.Malformed(reader.Error);
        if (!CephxCipher.TryUnseal<RotatingSecrets>(_key, ciphertext, out var secrets))
            return MonAuthStep.Fail(Errno.EPERM, $"the rotating secrets do not open with the key of {_name}");
        RotatingSecrets = secrets;
        return MonAuthStep.Done;
    }

    private bool TryOpenSecret(ReadOnlySpan<byte> blob, CryptoKey sessionKey)
    {
        var reader = new WireReader(blob);
        var ciphertext = reader.ReadBlob("connection_secret.sealed");
        if (reader.Failed || !CephxCipher.TryUnseal<ConnectionSecret>(sessionKey, ciphertext, out var secret))
            return false;
        ConnectionSecret = secret.Bytes;
        return true;
    }

    /// <summary>Opens every ticket before it stores any: a reply counts as a whole.</summary>
    private bool Accept(TicketReply reply, CryptoKey key, DateTimeOffset now, out HeldTicket? auth)
    {
        auth = null;
        var opened = new HeldTicket[reply.Entries.Count];
        for (var i = 0; i < opened.Length; i++)
        {
            var entry = reply.Entries[i];
            if (!entry.TryOpen(key, _presentedSessionKey, out var ticket, out var blob))
                return false;
            opened[i] = HeldTicket.Create(entry.ServiceId, ticket, blob, now);
        }

        foreach (var ticket in opened)
        {
            Tickets.Store(ticket);
            if (ticket.ServiceId == TicketStore.AuthService)
                auth = ticket;
        }

        return true;
    }
}
