using CephActors.Auth;

namespace CephActors.Framing.V2;

/// <summary>
/// Reads a recorded connection as an onlooker: what either side may say next, and in which form, follows from what both have said.
/// </summary>
/// <param name="options">Limits.</param>
/// <param name="keys">
/// Asked once, with the first request and the end of an authentication that has keys, for those keys; without them signatures stay unchecked and what is
/// encrypted unread.
/// </param>
internal sealed partial class ConversationDecoder(FramingOptions options, Func<AuthRequest, AuthDone, ConnectionKeys?>? keys = null)
{
    private readonly List<ConversationElement> _elements = [];
    private bool _secure;

    /// <summary>Takes both directions apart, each as far as it can be understood.</summary>
    public Conversation Decode(ReadOnlyMemory<byte> clientBytes, ReadOnlyMemory<byte> serverBytes)
    {
        _elements.Clear();
        _secure = false;
        var client = new ConversationLane(ConversationSide.Client, clientBytes, new FrameDecoder(options));
        var server = new ConversationLane(ConversationSide.Server, serverBytes, new FrameDecoder(options));
        var features = ReadHandshake(client, server);
        if (features is not null)
        {
            ReadMessages(client);
            ReadMessages(server);
        }

        client.Finish();
        server.Finish();
        return new Conversation([.. _elements], client.Error, server.Error, features);
    }

    /// <summary>Follows both sides until a session opens; returns the agreed features, or null if none does.</summary>
    private ulong? ReadHandshake(ConversationLane client, ConversationLane server)
    {
        if (!(ReadBanner(client, out var clientBanner) & ReadBanner(server, out var serverBanner)))
            return null;
        var revision = new RevisionPhase(Banner.RevisionOf(clientBanner!, serverBanner!));
        if (!(Read<Hello>(client, revision, out var clientHello) & Read<Hello>(server, revision, out var serverHello))
            || !ReadAuth(client, server, out var request, out var done))
            return null;
        var found = request!.Method == AuthMethod.None ? null : keys?.Invoke(request, done!);
        if (done!.Mode == ConnectionMode.Secure)
        {
            if (found is null || found.Secret.Length < SecurePhase.SecretSize)
            {
                AddEncrypted(client);
                AddEncrypted(server);
                return null;
            }

            _secure = true;
        }

        return ReadSignatures(client, server, request, found) ? ReadIdents(client, server, clientHello!, serverHello!) : null;
    }

    private bool ReadBanner(ConversationLane lane, out Banner? banner)
    {
        banner = null;
        if (!lane.TryRead(Expectation.Banner, out var frame))
            return false;
        banner = ((BannerFrame)frame.Body!).Banner;
        _elements.Add(Create(lane, ElementKind.Banner, frame) with { Banner = banner });
        return true;
    }

    /// <summary>Request upon request, until one is granted; the keys are those of the first request of the method that was.</summary>
    private bool ReadAuth(ConversationLane client, ConversationLane server, out AuthRequest? request, out AuthDone? done)
    {
        (request, done) = (null, null);
        while (TryRead(client, null, out var asked) && TryRead(server, null, out var answer))
        {
            request = asked as AuthRequest ?? request;
            done = answer as AuthDone;
            if (done is not null)
                return request is not null;
        }

        return false;
    }

    private bool ReadSignatures(ConversationLane client, ConversationLane server, AuthRequest request, ConnectionKeys? found)
    {
        var (clientStart, serverStart) = (client.FrameStart, server.FrameStart);
        var secret = found?.Secret ?? default;
        var clientPhase = _secure ? SecurePhase.FromSecret(secret.Span, connector: false) : null;
        var serverPhase = _secure ? SecurePhase.FromSecret(secret.Span, connector: true) : null;
        var complete = Read<AuthSignature>(server, serverPhase, out var byServer) & Read<AuthSignature>(client, clientPhase, out var byClient);
        if (found is not null || request.Method == AuthMethod.None)
        {
            var key = found is null ? default : found.SessionKey.Secret;
            Judge(byServer, AuthSignature.Compute(key, client.Bytes[..clientStart]));
            Judge(byClient, AuthSignature.Compute(key, server.Bytes[..serverStart]));
        }

        return complete;
    }

    private void Judge(AuthSignature? signature, AuthSignature right)
    {
        if (signature is null)
            return;
        var at = _elements.FindIndex(element => ReferenceEquals(element.Handshake, signature));
        _elements[at] = _elements[at] with { Signature = signature.Matches(right) ? SignatureCheck.Good : SignatureCheck.Bad };
    }

    private ulong? ReadIdents(ConversationLane client, ConversationLane server, Hello clientHello, Hello serverHello)
    {
        var features = CephFeatures.All;
        var clientGid = EntityName.Unassigned;
        while (TryRead(client, null, out var asked) && TryRead(server, null, out var answer))
        {
            if (asked is ClientIdent ident)
                (features, clientGid) = (ident.Supported, ident.Gid);
            if (answer is not (ServerIdent or SessionReconnectOk))
                continue;
            var serverIdent = answer as ServerIdent;
            client.Expect(Expectation.Messages, new SessionPhase(new EntityName(clientHello.EntityType, clientGid)));
            server.Expect(Expectation.Messages, new SessionPhase(new EntityName(serverHello.EntityType, serverIdent?.Gid ?? EntityName.Unassigned)));
            return features & (serverIdent?.Supported ?? CephFeatures.All);
        }

        return null;
    }

    private bool Read<T>(ConversationLane lane, FramePhase? phase, out T? payload)
        where T : class, IHandshakePayload
    {
        payload = TryRead(lane, phase, out var read) ? read as T : null;
        return payload is not null;
    }

    private bool TryRead(ConversationLane lane, FramePhase? phase, out IHandshakePayload? payload)
    {
        payload = null;
        if (!lane.TryRead(Expectation.Handshake, out var frame, phase))
            return false;
        payload = ((HandshakeFrame)frame.Body!).Payload;
        var signature = payload is AuthSignature ? SignatureCheck.Unchecked : SignatureCheck.Unsigned;
        _elements.Add(Create(lane, ElementKind.Handshake, frame) with { Handshake = payload, Signature = signature, Segments = Segments(lane, frame, payload) });
        return true;
    }
}
