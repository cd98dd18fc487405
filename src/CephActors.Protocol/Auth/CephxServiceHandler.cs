using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>
/// The monitor's side of cephx with one client, without IO: payload in, payload out. It serves protocol 1 and protocol 2 alike.
/// Ceph: <c>src/auth/cephx/CephxServiceHandler.cc</c>.
/// </summary>
/// <param name="keys">The keys of the cluster.</param>
/// <param name="name">Who the client says it is.</param>
/// <param name="globalId">The identity given to it, or the one it claims to have.</param>
/// <param name="isNew">Whether the identity was given just now.</param>
/// <param name="random">Random numbers for the challenge.</param>
internal sealed class CephxServiceHandler(CephxKeyServer keys, AuthEntityName name, ulong globalId, bool isNew, Func<ulong> random)
{
    private ulong _challenge;
    private bool _isNew = isNew;

    /// <summary>The challenge, which stays the same for the life of the connection.</summary>
    public byte[] Start()
    {
        while (_challenge == 0)
            _challenge = random();
        return CephxStruct.ToBytes(new ServerChallenge(_challenge));
    }

    /// <summary>Takes a request.</summary>
    /// <param name="payload">The request.</param>
    /// <param name="connectionSecret">The secret of a protocol 2 connection, empty in crc mode; null over protocol 1, which has none.</param>
    public MonAuthAnswer HandleRequest(ReadOnlySpan<byte> payload, ReadOnlyMemory<byte>? connectionSecret)
    {
        var reader = new WireReader(payload);
        var header = RequestHeader.Read(ref reader);
        if (reader.Failed)
            return Malformed(reader.Error);
        return header.Type switch
        {
            CephxRequestType.AuthSessionKey => HandleAuthenticate(ref reader, connectionSecret),
            CephxRequestType.PrincipalSessionKey => HandleTicketRequest(ref reader),
            CephxRequestType.RotatingKey => HandleRotating(),
            _ => MonAuthAnswer.Refuse(Errno.EINVAL, $"unknown cephx request 0x{(ushort)header.Type:x4}"),
        };
    }

    private MonAuthAnswer HandleAuthenticate(ref WireReader reader, ReadOnlyMemory<byte>? connectionSecret)
    {
        var request = Authenticate.Read(ref reader);
        if (reader.Failed)
            return Malformed(reader.Error);

        // One answer for an unknown name and for a wrong key: nobody shall find out names by asking.
        var entity = keys.Find(name);
        if (entity is null || _challenge == 0 || !KnowsKey(entity.Key, request))
            return MonAuthAnswer.Refuse(Errno.EACCES, $"{name} is unknown here or has another key");
        if (!TryJudgeOldTicket(request.OldTicket, out var oldSessionKey, out var refusal))
            return refusal;
        if (!entity.Caps.TryGetValue("mon", out var caps) || caps.Length == 0)
            return MonAuthAnswer.Refuse(Errno.EACCES, $"{name} has no capabilities for monitors");

        var auth = keys.IssueAuth(name, globalId);
        var sessionKey = auth.Ticket.SessionKey;
        _isNew = false;
        var writer = new WireWriter();
        new ResponseHeader(CephxRequestType.AuthSessionKey, 0).Write(writer);
        new TicketReply([auth.ToReply(entity.Key, oldSessionKey)]).Write(writer);
        if (request.OtherKeys != 0)
        {
            WriteSecret(writer, sessionKey, connectionSecret);
            var parent = new AuthTicket(name, globalId, default, default, CapsInfo.Nothing);
            var others = Issue(request.OtherKeys, parent, sessionKey);
            writer.WriteBlob(others.Count == 0 ? [] : CephxStruct.ToBytes(new TicketReply(others)));
        }

        return MonAuthAnswer.Done(writer.ToArray(), sessionKey, CapsInfo.FromText(caps));
    }

    private bool KnowsKey(CryptoKey key, in Authenticate request) =>
        CephxCipher.SameNumber(CephxCipher.ChallengeResponse(key, _challenge, request.ClientChallenge), request.Key);

    /// <summary>
    /// An identity is kept only by who can show the ticket it was given with (CVE-2021-20288). Ceph: <c>CephxServiceHandler::verify_old_ticket</c>
    /// with <c>auth_allow_insecure_global_id_reclaim</c> off.
    /// </summary>
    private bool TryJudgeOldTicket(in TicketBlob old, out CryptoKey? oldSessionKey, out MonAuthAnswer refusal)
    {
        oldSessionKey = null;
        refusal = default;
        if (_isNew)
        {
            if (!old.Blob.IsEmpty)
                refusal = MonAuthAnswer.Refuse(Errno.EINVAL, $"{name} shows a ticket and asks for a new global id");
            return old.Blob.IsEmpty;
        }

        var secret = keys.SecretsOf(EntityType.Auth).Find(TicketStore.AuthService, old.SecretId);
        if (old.Blob.IsEmpty)
            refusal = MonAuthAnswer.Refuse(Errno.EACCES, $"{name} claims global id {globalId} without its ticket");
        else if (secret is null || !CephxCipher.TryUnseal<ServiceTicketInfo>(secret, old.Blob.Span, out var info))
            refusal = MonAuthAnswer.Refuse(Errno.EACCES, $"{name} claims global id {globalId} with a ticket that does not open");
        else if (!CephxCipher.SameNumber(info.Ticket.GlobalId, globalId))
            refusal = MonAuthAnswer.Refuse(Errno.EACCES, $"{name} claims global id {globalId} with another one's ticket");
        else
            oldSessionKey = info.SessionKey;
        return oldSessionKey is not null;
    }

    private MonAuthAnswer HandleTicketRequest(ref WireReader reader)
    {
        // No challenge here: what is sealed for the holder's session key is worth nothing to who repeats the request.
        if (!OpenedAuthorizer.TryOpen(ref reader, keys.SecretsOf(EntityType.Auth), out var opened, out var error))
            return MonAuthAnswer.Refuse(Errno.EACCES, $"{name} asks for tickets: {error}");
        var request = ServiceTicketRequest.Read(ref reader);
        if (reader.Failed)
            return Malformed(reader.Error);
        var tickets = Issue(request.Keys, opened.Info.Ticket, opened.Info.SessionKey);
        var status = tickets.Count == 0 && (request.Keys & ~TicketStore.AuthService) != 0 ? -Errno.EINVAL : 0;
        var writer = new WireWriter();
        new ResponseHeader(CephxRequestType.PrincipalSessionKey, status).Write(writer);
        new TicketReply(tickets).Write(writer);
        return MonAuthAnswer.More(writer.ToArray());
    }

    private MonAuthAnswer HandleRotating()
    {
        if (name.Type is not (EntityType.Osd or EntityType.Mds or EntityType.Mgr) || keys.Find(name) is not { } entity)
            return MonAuthAnswer.Refuse(Errno.EACCES, $"{name} is no service and asks for the secrets of one");
        var writer = new WireWriter();
        new ResponseHeader(CephxRequestType.RotatingKey, 0).Write(writer);
        CephxCipher.WriteSealed(writer, entity.Key, keys.RotatingSecretsOf(name.Type));
        return MonAuthAnswer.More(writer.ToArray());
    }

    /// <summary>The tickets of a mask that there are; the AUTH ticket is had by proving the key only.</summary>
    private List<TicketReplyEntry> Issue(uint mask, AuthTicket parent, CryptoKey sessionKey)
    {
        var tickets = new List<TicketReplyEntry>();
        for (uint service = 1; service != 0 && service <= mask; service <<= 1)
        {
            if ((mask & service) != 0 && keys.TryIssue(service, parent, out var ticket))
                tickets.Add(ticket.ToReply(sessionKey));
        }

        return tickets;
    }

    private static void WriteSecret(WireWriter writer, CryptoKey sessionKey, ReadOnlyMemory<byte>? connectionSecret)
    {
        var mark = writer.BeginBlob();
        if (connectionSecret is { } secret)
            CephxCipher.WriteSealed(writer, sessionKey, new ConnectionSecret(secret));
        writer.EndBlob(mark);
    }

    private MonAuthAnswer Malformed(in WireError error) => MonAuthAnswer.Refuse(Errno.EPERM, $"malformed request of {name}: {error}");
}
