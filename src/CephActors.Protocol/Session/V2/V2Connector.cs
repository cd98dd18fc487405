using CephActors.Auth;
using CephActors.Encoding;
using CephActors.Framing.V2;

namespace CephActors.Session.V2;

/// <summary>The connector's side of the v2 handshake. Ceph: <c>ProtocolV2</c>, "client protocol".</summary>
internal sealed class V2Connector(SessionMachine session, V2Protocol protocol) : V2Handshake(session, protocol)
{
    private AuthClientExchange? _auth;

    /// <inheritdoc/>
    protected override EntityAddress PeerAsSeen => Protocol.TargetOf(Session.PeerAddresses);

    /// <inheritdoc/>
    public override void Begin() => Greet();

    /// <inheritdoc/>
    protected override bool TryMeet(EntityType type)
    {
        if (type == Session.PeerType)
            return true;
        Stop($"peer at {PeerAsSeen} is a {EntityTypes.NameOf(type)}, we look for a {EntityTypes.NameOf(Session.PeerType)}");
        return false;
    }

    /// <inheritdoc/>
    protected override void Authenticate()
    {
        _auth = Context.AuthClient?.Begin(Session.PeerType, Session.PeerAddresses);
        var step = _auth?.Start() ?? new AuthClientStep.Failed(0, "no authentication is set up for protocol v2");
        if (step is AuthClientStep.Failed failed)
            Stop($"cannot authenticate: {failed.Reason}");
        else
            Take(step);
    }

    /// <inheritdoc/>
    protected override void OnTrusted() => Identify();

    /// <inheritdoc/>
    protected override bool TryHear(IHandshakePayload payload)
    {
        switch (Session.Handshake, payload)
        {
            case (HandshakeStep.Auth, AuthBadMethod e): OnBadMethod(e); return true;
            case (HandshakeStep.Auth, AuthReplyMore e): Take(_auth!.OnReplyMore(e.Payload.Span)); return true;
            case (HandshakeStep.Auth, AuthDone e): Take(_auth!.OnDone(e.GlobalId, (uint)e.Mode, e.Payload.Span)); return true;
            case (HandshakeStep.Ident, ServerIdent e): OnServerIdent(e); return true;
            case (HandshakeStep.Ident, IdentMissingFeatures e):
                Fault($"peer requires features {e.Features:x16} that we do not support");
                return true;
            case (HandshakeStep.Reconnect, SessionReconnectOk e): OnReconnectOk(e); return true;
            case (HandshakeStep.Reconnect, SessionReset e): OnReset(e); return true;
            case (HandshakeStep.Reconnect, SessionRetry e): OnRetry(e); return true;
            case (HandshakeStep.Reconnect, SessionRetryGlobal e): OnRetryGlobal(e); return true;
            case (HandshakeStep.Ident or HandshakeStep.Reconnect, Wait): GiveWay(); return true;
            default: return false;
        }
    }

    private void OnBadMethod(AuthBadMethod e)
    {
        Report(SessionLogLines.MethodRefused, e.Method, e.Result, Names(e.AllowedMethods), Names(e.AllowedModes));
        Take(_auth!.OnBadMethod((uint)e.Method, e.Result, [.. e.AllowedMethods.Select(m => (uint)m)], [.. e.AllowedModes.Select(m => (uint)m)]));
    }

    private static string Names<T>(IEnumerable<T> values)
        where T : struct, Enum => $"[{string.Join(", ", values)}]";

    private void Take(AuthClientStep step)
    {
        switch (step)
        {
            case AuthClientStep.Request e: Ask(new AuthRequest(e.Method, e.Modes, e.Payload), HandshakeStep.Auth); break;
            case AuthClientStep.More e: Ask(new AuthRequestMore(e.Payload), HandshakeStep.Auth); break;
            case AuthClientStep.Done e: Settle(e.Result, connector: true); break;
            case AuthClientStep.Failed e: Fault($"authentication failed: {e.Reason}"); break;
        }
    }

    /// <summary>Asks for a new session, or for the one there is. Ceph: <c>send_client_ident</c>, <c>send_reconnect</c>.</summary>
    private void Identify()
    {
        var own = Context.Addresses.Current;
        if (Protocol.ServerCookie != 0)
        {
            Ask(
                new SessionReconnect(
                    own, Protocol.ClientCookie, Protocol.ServerCookie, Session.GlobalSeq, Session.ConnectSeq, Session.Queues.InSeq),
                HandshakeStep.Reconnect);
            return;
        }

        if (Protocol.ClientCookie == 0)
            Protocol.ClientCookie = V2Protocol.NewCookie(Context, Session.Policy);
        Take(connectSeq: 0);
        Ask(
            new ClientIdent(
                own,
                Protocol.TargetOf(Session.PeerAddresses),
                Context.Name.Num,
                Session.GlobalSeq,
                OwnFeatures,
                RequiredFeatures,
                OwnFlags,
                Protocol.ClientCookie),
            HandshakeStep.Ident);
    }

    private void OnServerIdent(ServerIdent ident)
    {
        var target = Protocol.TargetOf(Session.PeerAddresses);
        var missing = RequiredFeatures & ~ident.Supported;
        if (!ident.Addresses.Contains(target))
        {
            Fault($"peer at {target} claims to be {ident.Addresses}");
            return;
        }

        if (missing != 0)
        {
            Fault($"peer lacks required features {missing:x16}");
            return;
        }

        var lossy = (ident.Flags & IdentFlags.Lossy) != 0;
        Protocol.ServerCookie = lossy ? 0 : ident.Cookie;
        Protocol.Agreed = OwnFeatures & ident.Supported;
        Protocol.PeerGid = ident.Gid;
        Take(peerGlobalSeq: ident.GlobalSeq);
        TakeLossy(lossy);
        Open(Protocol.Terms(Session), SessionEvent.Connect);
    }

    private void OnReconnectOk(SessionReconnectOk ok)
    {
        Session.Queues.DiscardRequeuedUpTo(ok.MessageSeq);
        Open(Protocol.Terms(Session), SessionEvent.Connect);
    }

    private void OnReset(SessionReset reset)
    {
        if (reset.Full)
        {
            Report(SessionLogLines.PeerLostSession);
            ResetSession();
        }
        else
        {
            Report(SessionLogLines.PeerNeverHadSession);
            Protocol.ServerCookie = 0;
            RestartReceiving();
        }

        Identify();
    }

    private void OnRetry(SessionRetry retry)
    {
        if (retry.ConnectSeq == ulong.MaxValue)
        {
            Fault("peer asks for a connect_seq beyond all numbers");
            return;
        }

        Take(connectSeq: retry.ConnectSeq + 1);
        Identify();
    }

    private void OnRetryGlobal(SessionRetryGlobal retry)
    {
        // The counter is the messenger's: one peer must not drive it to where those of protocol v1 cannot follow.
        if (retry.GlobalSeq >= uint.MaxValue)
        {
            Fault($"peer asks for a global_seq above {retry.GlobalSeq}, which no messenger counts to");
            return;
        }

        Take(globalSeq: Context.GlobalSeq.Next(retry.GlobalSeq));
        Identify();
    }
}
