using System.Diagnostics.CodeAnalysis;
using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>
/// Finds the session keys of recorded connections. Fed with a keyring and the payloads that monitors sent in MAuthReply, it knows the session key
/// of every ticket in them, and with that of each connection whose authorizer shows such a ticket. A connection to a daemon alone tells nothing:
/// its ticket is sealed with a secret only daemons have. Monitor conversations are fed in the order they took place.
/// </summary>
internal sealed class CephxSessionKeys(Keyring keyring)
{
    /// <summary>The first byte of a request to a monitor. Ceph: <c>AUTH_MODE_MON</c> in <c>src/auth/Auth.h</c>.</summary>
    private const byte MonitorMode = 10;

    private readonly Dictionary<TicketBlob, CryptoKey> _byTicket = [];
    private readonly List<CryptoKey> _authSessionKeys = [];

    /// <summary>How many tickets were opened so far.</summary>
    public int Count => _byTicket.Count;

    /// <summary>Takes the payload of one MAuthReply, or of a protocol 2 AUTH_DONE; returns how many tickets it gave.</summary>
    public int AddMonitorReply(ReadOnlySpan<byte> payload)
    {
        var before = _byTicket.Count;
        var reader = new WireReader(payload);
        var header = ResponseHeader.Read(ref reader);
        var reply = TicketReply.Read(ref reader);
        if (reader.Failed || header.Status != 0)
            return 0;
        if (header.Type == CephxRequestType.PrincipalSessionKey)
            Open(reply, _authSessionKeys);
        if (header.Type != CephxRequestType.AuthSessionKey)
            return _byTicket.Count - before;

        Open(reply, keyring.Entries.Select(entry => entry.Key));
        _ = reader.ReadBlob("connection_secret");
        if (CephxStruct.TryRead<TicketReply>(reader.ReadBlob("extra_tickets"), out var others))
            Open(others, _authSessionKeys);
        return _byTicket.Count - before;
    }

    /// <summary>
    /// The keys of a protocol 2 connection, from the payload of the request it began with and that of its AUTH_DONE; null if they cannot be known.
    /// Tickets that a monitor gave in it are taken in as well.
    /// </summary>
    public ConnectionKeys? Find(ReadOnlySpan<byte> request, ReadOnlySpan<byte> done)
    {
        if (request is [MonitorMode, ..])
            return FindMonitorKeys(done);
        if (Find(request) is not { } key)
            return null;
        var reader = new WireReader(done);
        return CephxCipher.TryUnseal<AuthorizeReply>(key, reader.ReadBlob("authorizer_reply"), out var reply) ? new ConnectionKeys(key, reply.ConnectionSecret) : null;
    }

    /// <summary>
    /// The session key of a connection, from the authorizer it began with; null if its ticket was never seen. Among monitors the keyring's
    /// <c>mon.</c> key opens the ticket itself.
    /// </summary>
    public CryptoKey? Find(ReadOnlySpan<byte> authorizer)
    {
        if (!CephxStruct.TryRead<Authorizer>(authorizer, out var read))
            return null;
        var key = _byTicket.GetValueOrDefault(read.Ticket);
        if (key is null
            && read.Ticket.SecretId == TicketBlob.GeneralSecret
            && keyring.TryGetKey(new AuthEntityName((EntityType)read.ServiceId, string.Empty), out var general)
            && CephxCipher.TryUnseal<ServiceTicketInfo>(general, read.Ticket.Blob.Span, out var info))
            key = info.SessionKey;

        // The proof inside shows whether ticket and key belong together.
        return key is not null && CephxCipher.TryUnseal<Authorize>(key, read.SealedAuthorize.Span, out _) ? key : null;
    }

    private ConnectionKeys? FindMonitorKeys(ReadOnlySpan<byte> done)
    {
        AddMonitorReply(done);
        var reader = new WireReader(done);
        _ = ResponseHeader.Read(ref reader);
        _ = TicketReply.Read(ref reader);
        var secret = new WireReader(reader.ReadBlob("connection_secret"));
        var sealedSecret = secret.ReadBlob("sealed_secret");
        for (var i = _authSessionKeys.Count - 1; i >= 0; i--)
        {
            if (CephxCipher.TryUnseal<ConnectionSecret>(_authSessionKeys[i], sealedSecret, out var opened))
                return new ConnectionKeys(_authSessionKeys[i], opened.Bytes);
        }

        return null;
    }

    private void Open(TicketReply reply, IEnumerable<CryptoKey> keys)
    {
        var candidates = keys.ToArray();
        foreach (var entry in reply.Entries)
        {
            foreach (var key in candidates)
            {
                if (!TryOpen(entry, key, out var ticket, out var blob))
                    continue;
                if (_byTicket.TryAdd(blob, ticket.SessionKey) && entry.ServiceId == TicketStore.AuthService)
                    _authSessionKeys.Add(ticket.SessionKey);
                break;
            }
        }
    }

    private bool TryOpen(TicketReplyEntry entry, CryptoKey key, [NotNullWhen(true)] out ServiceTicket? ticket, out TicketBlob blob)
    {
        if (entry.TryOpen(key, null, out ticket, out blob))
            return true;
        if (!entry.BlobIsSealed)
            return false;
        foreach (var old in _authSessionKeys)
        {
            if (entry.TryOpen(key, old, out ticket, out blob))
                return true;
        }

        return false;
    }
}
