using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>
/// Authentication with a peer that is no monitor, in auth frames: the authorizer is the same as in protocol 1.
/// Ceph: <c>src/mon/MonClient.cc</c>, <c>MonClient::get_auth_request</c> and what follows it.
/// </summary>
/// <param name="source">Makes the authorizer; null has none.</param>
/// <param name="peerType">What is dialled.</param>
/// <param name="terms">The modes to offer.</param>
internal sealed class AuthorizerExchange(IAuthorizerSource? source, EntityType peerType, AuthTerms terms) : AuthClientExchange
{
    private AuthorizerAttempt? _attempt;
    private IReadOnlyList<ConnectionMode> _modes = [];
    private bool _challenged;

    public override AuthClientStep Start()
    {
        _attempt = source?.Create(peerType);
        if (_attempt is null)
            return Fail(Errno.EACCES, $"there is no ticket for {Peer}");
        _modes = terms.ModesFor((AuthMethod)_attempt.Protocol);
        return _modes.Count > 0
            ? new AuthClientStep.Request((AuthMethod)_attempt.Protocol, _modes, _attempt.Bytes)
            : Fail(Errno.EOPNOTSUPP, "method none goes with crc mode only, which is not allowed here");
    }

    public override AuthClientStep OnBadMethod(uint method, int result, IReadOnlyList<uint> allowedMethods, IReadOnlyList<uint> allowedModes) =>
        -(long)result == Errno.EOPNOTSUPP
            ? Fail(Errno.EOPNOTSUPP, Difference(Peer, allowedMethods, allowedModes, [(AuthMethod)method], _modes))
            : Fail(result is < 0 and > int.MinValue ? -result : Errno.EPROTO, $"{Peer} refused our authorizer");

    public override AuthClientStep OnReplyMore(ReadOnlySpan<byte> payload)
    {
        if (_challenged || _attempt?.AnswerChallenge(payload) is not { } answer)
            return Fail(Errno.EACCES, $"a challenge of {Peer} to our authorizer cannot be answered");
        _challenged = true;
        return new AuthClientStep.More(answer);
    }

    public override AuthClientStep OnDone(ulong globalId, uint mode, ReadOnlySpan<byte> payload)
    {
        var chosen = (ConnectionMode)mode;
        if (_attempt is null || !_modes.Contains(chosen))
            return Fail(Errno.EPROTO, $"{Peer} chose connection mode {mode}, which was not offered");
        if (!_attempt.VerifyReply(payload, out var error))
            return Fail(Errno.EACCES, error!);
        var secret = chosen == ConnectionMode.Secure ? _attempt.ConnectionSecret : default;
        return chosen == ConnectionMode.Secure && secret.Length < ConnectionSecret.Size
            ? Fail(Errno.EPROTO, $"{Peer} chose secure mode and gave a secret of {secret.Length} bytes for it")
            : new AuthClientStep.Done(new AuthResult(globalId, chosen, _attempt.SessionKey, secret));
    }

    private string Peer => $"the {EntityTypes.NameOf(peerType)}";

    private static AuthClientStep.Failed Fail(int errno, string reason) => new(errno, reason);
}
