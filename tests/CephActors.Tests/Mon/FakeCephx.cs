using CephActors.Auth;
using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Tests.Mon;

/// <summary>A monitor's side of cephx, as small as can be: checks the client's key and hands out tickets.</summary>
internal sealed class FakeCephx(AuthEntityName client, CryptoKey clientKey, TimeSpan validity)
{
    private const ulong Challenge = 0x1122334455667788;
    private static readonly CryptoKey AuthSecret = CryptoKey.FromSecret("auth service key"u8);
    private ulong _random = 1;

    /// <summary>The secret of the OSDs, which their tickets are sealed with.</summary>
    public ServiceSecrets OsdSecrets { get; } = new(EntityType.Osd, CryptoKey.FromSecret("osd service key "u8), 3);

    /// <summary>Whether a client may come back with its global id.</summary>
    public bool AllowsReclaim { get; set; } = true;

    public byte[] FirstAnswer() => CephxStruct.ToBytes(new ServerChallenge(Challenge));

    /// <summary>The payload of an answer, or a negative errno.</summary>
    public (int Result, byte[] Payload) Answer(ReadOnlySpan<byte> request, ulong globalId, bool isNewId)
    {
        var reader = new WireReader(request);
        var type = RequestHeader.Read(ref reader).Type;
        return type == CephxRequestType.AuthSessionKey
            ? AnswerAuthenticate(Authenticate.Read(ref reader), globalId, isNewId)
            : AnswerTicketRequest(Authorizer.Read(ref reader), ServiceTicketRequest.Read(ref reader));
    }

    private (int Result, byte[] Payload) AnswerAuthenticate(Authenticate request, ulong globalId, bool isNewId)
    {
        if (request.Key != CephxCipher.ChallengeResponse(clientKey, Challenge, request.ClientChallenge))
            return (-Errno.EACCES, []);
        if (isNewId != request.OldTicket.Blob.IsEmpty)
            return (-Errno.EINVAL, []);
        CryptoKey? oldKey = null;
        if (!isNewId)
        {
            if (!AllowsReclaim || !CephxCipher.TryUnseal<ServiceTicketInfo>(AuthSecret, request.OldTicket.Blob.Span, out var old) || old.Ticket.GlobalId != globalId)
                return (-Errno.EACCES, []);
            oldKey = old.SessionKey;
        }

        var ticket = Mint(EntityType.Auth, AuthSecret, 1).Issue(client, globalId, DateTimeOffset.UtcNow, TimeSpan.FromHours(1));
        var writer = new WireWriter();
        new ResponseHeader(CephxRequestType.AuthSessionKey, 0).Write(writer);
        new TicketReply([Entry(ticket, clientKey, TimeSpan.FromHours(1), oldKey)]).Write(writer);
        return (0, writer.ToArray());
    }

    private (int Result, byte[] Payload) AnswerTicketRequest(Authorizer authorizer, ServiceTicketRequest request)
    {
        if (!CephxCipher.TryUnseal<ServiceTicketInfo>(AuthSecret, authorizer.Ticket.Blob.Span, out var info)
            || !CephxCipher.TryUnseal<Authorize>(info.SessionKey, authorizer.SealedAuthorize.Span, out _))
            return (-Errno.EPERM, []);
        var entries = new List<TicketReplyEntry>();
        foreach (var service in new[] { EntityType.Mon, EntityType.Osd, EntityType.Mgr })
        {
            if ((request.Keys & (uint)service) == 0)
                continue;
            var secret = OsdSecrets.Find((uint)EntityType.Osd, 3)!;
            entries.Add(Entry(Mint(service, secret, 3).Issue(client, info.Ticket.GlobalId, DateTimeOffset.UtcNow, validity), info.SessionKey, validity, null));
        }

        var writer = new WireWriter();
        new ResponseHeader(CephxRequestType.PrincipalSessionKey, 0).Write(writer);
        new TicketReply(entries).Write(writer);
        return (0, writer.ToArray());
    }

    private static TicketReplyEntry Entry(HeldTicket ticket, CryptoKey key, TimeSpan validity, CryptoKey? oldKey) =>
        TicketReplyEntry.Create(ticket.ServiceId, key, new ServiceTicket(ticket.SessionKey, new UTime((uint)validity.TotalSeconds, 0)), ticket.Blob, oldKey);

    private LocalTicketMint Mint(EntityType service, CryptoKey secret, ulong id) => new(service, secret, id, () => _random += 0x9e3779b97f4a7c15);
}
