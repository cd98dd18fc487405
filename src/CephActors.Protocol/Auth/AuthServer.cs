using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>
/// Authenticates by authorizers, and as a monitor also its clients. Ceph: <c>MonClient::handle_auth_request</c> and <c>Monitor::handle_auth_request</c>.
/// </summary>
/// <param name="registry">What is taken from whom.</param>
/// <param name="verifier">Judges authorizers; asked anew for each socket.</param>
/// <param name="monitor">Authenticates clients of a monitor; null where there is none. Asked anew for each socket.</param>
/// <param name="random">Random numbers for connection secrets.</param>
internal sealed class AuthServer(AuthRegistry registry, Func<IAuthorizerVerifier> verifier, Func<MonAuthService?> monitor, Func<ulong> random) : IAuthServer
{
    public AuthServerExchange Begin() => new Exchange(registry, verifier(), monitor(), random);

    private sealed class Exchange(AuthRegistry registry, IAuthorizerVerifier verifier, MonAuthService? monitor, Func<ulong> random) : AuthServerExchange
    {
        private EntityType _peerType;
        private AuthTerms _terms = new([], []);
        private AuthMethod _method;
        private ConnectionMode _mode;
        private ReadOnlyMemory<byte> _secret;
        private ulong? _challenge;
        private MonAuthSession? _session;
        private bool _awaitsMore;

        public override AuthServerStep OnRequest(EntityType peerType, uint method, IReadOnlyList<uint> preferredModes, ReadOnlySpan<byte> payload)
        {
            _peerType = peerType;
            _terms = registry.TermsWith(peerType);
            _method = (AuthMethod)method;
            _mode = _terms.PickMode(_method, preferredModes);
            if (_mode == ConnectionMode.Unknown)
                return Refuse(Errno.EOPNOTSUPP, "no connection mode in common");
            _secret = _mode == ConnectionMode.Secure ? RandomBytes.Take(random, ConnectionSecret.Size) : default;
            return payload switch
            {
                [] or [>= AuthPayload.FirstAuthorizerMode and <= AuthPayload.LastAuthorizerMode, ..] => Judge(payload),
                [>= AuthPayload.FirstMonMode and <= AuthPayload.LastMonMode, ..] when monitor is not null => Answer((_session ??= new MonAuthSession(monitor)).Begin(_method, payload)),
                [var mode, ..] => Refuse(Errno.EACCES, $"authentication mode {mode} is not for us"),
            };
        }

        public override AuthServerStep OnRequestMore(ReadOnlySpan<byte> payload)
        {
            if (!_awaitsMore)
                return Refuse(Errno.EACCES, "more than was asked for");
            return _session is null ? Judge(payload) : Answer(_session.Continue(payload, _secret));
        }

        private AuthServerStep Judge(ReadOnlySpan<byte> authorizer)
        {
            if (!authorizer.IsEmpty && !_terms.Methods.Contains(_method))
                return Refuse(Errno.EOPNOTSUPP, $"method {(uint)_method} is not taken from a peer of type {EntityTypes.NameOf(_peerType)}");

            // Over protocol 1 clients of a monitor bring nothing and authenticate later; here they do so now.
            if (authorizer.IsEmpty && registry.Local == EntityType.Mon)
                return Refuse(Errno.EACCES, "no authorizer");
            var verdict = verifier.Verify(_peerType, (uint)_method, authorizer, ref _challenge, _secret);
            if (verdict.Outcome == AuthorizerOutcome.Challenge)
                return More(verdict.Reply);
            if (verdict.Outcome == AuthorizerOutcome.Refused)
                return Refuse(Errno.EACCES, verdict.Reason!);
            return Done(verdict.Reply, verdict.SessionKey, new AuthenticatedPeer(_method, verdict.Name, verdict.GlobalId, verdict.Caps ?? CapsInfo.Everything));
        }

        private AuthServerStep Answer(in MonAuthAnswer answer)
        {
            if (answer.Errno != 0)
                return Refuse(answer.Errno, answer.Reason!);
            return answer.IsDone ? Done(answer.Payload, answer.SessionKey, _session!.Peer!) : More(answer.Payload);
        }

        private AuthServerStep Done(byte[] payload, CryptoKey? sessionKey, AuthenticatedPeer peer)
        {
            _awaitsMore = false;
            return _mode == ConnectionMode.Secure && sessionKey is null
                ? Refuse(Errno.EACCES, "secure mode without a key")
                : new AuthServerStep.Done(payload, new AuthResult(peer.GlobalId, _mode, sessionKey, _secret), peer);
        }

        private AuthServerStep More(byte[] payload)
        {
            _awaitsMore = true;
            return new AuthServerStep.ReplyMore(payload);
        }

        private AuthServerStep Refuse(int errno, string reason)
        {
            _awaitsMore = false;
            return new AuthServerStep.BadMethod((uint)_method, -errno, _terms.Methods, _terms.Modes, reason);
        }
    }
}
