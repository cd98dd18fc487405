using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>
/// A client's authentication with a monitor in auth frames. Ceph: <c>src/mon/MonClient.cc</c>, <c>MonConnection::get_auth_request</c> and what follows it.
/// </summary>
/// <param name="client">The client; new for each socket.</param>
/// <param name="terms">The modes to offer.</param>
/// <param name="now">The clock for the life of tickets.</param>
/// <param name="ended">Told how it ended.</param>
internal sealed class MonAuthExchange(MonAuthClient client, AuthTerms terms, Func<DateTimeOffset> now, Action<MonAuthClient, AuthClientStep>? ended = null)
    : AuthClientExchange
{
    private readonly IReadOnlyList<AuthMethod> _methods = client.Methods;
    private int _tried;

    public override AuthClientStep Start() =>
        _methods.Count > 0 ? Try() : End(Errno.EACCES, $"{client.Name} has no key and may not go without one");

    /// <summary>Tries the next of the own methods that the monitor takes; a method once refused is not tried again.</summary>
    public override AuthClientStep OnBadMethod(uint method, int result, IReadOnlyList<uint> allowedMethods, IReadOnlyList<uint> allowedModes)
    {
        while (++_tried < _methods.Count)
        {
            if (allowedMethods.Contains((uint)_methods[_tried]))
                return Try();
        }

        return End(result is < 0 and > int.MinValue ? -result : Errno.EPROTO, Describe(-(long)result, allowedMethods, allowedModes));
    }

    public override AuthClientStep OnReplyMore(ReadOnlySpan<byte> payload)
    {
        var step = client.HandleMore(payload, now());
        return step.Outcome switch
        {
            MonAuthOutcome.Send => new AuthClientStep.More(step.Payload),
            MonAuthOutcome.Failed => End(step.Errno, step.Reason!),
            _ => End(Errno.EPROTO, "the monitor gives tickets and still asks for more"),
        };
    }

    public override AuthClientStep OnDone(ulong globalId, uint mode, ReadOnlySpan<byte> payload)
    {
        var chosen = (ConnectionMode)mode;
        if (!terms.ModesFor(client.Method).Contains(chosen))
            return End(Errno.EPROTO, $"the monitor chose connection mode {mode}, which was not offered");
        var step = client.HandleDone(globalId, payload, now());
        if (step.Outcome == MonAuthOutcome.Failed)
            return End(step.Errno, step.Reason!);
        var secret = chosen == ConnectionMode.Secure ? client.ConnectionSecret : default;
        if (chosen == ConnectionMode.Secure && secret.Length < ConnectionSecret.Size)
            return End(Errno.EPROTO, $"the monitor chose secure mode and gave a secret of {secret.Length} bytes for it");
        return End(new AuthClientStep.Done(new AuthResult(globalId, chosen, client.SessionKey, secret)));
    }

    private AuthClientStep Try()
    {
        var method = _methods[_tried];
        var modes = terms.ModesFor(method);
        if (modes.Count == 0)
            return End(Errno.EOPNOTSUPP, "method none goes with crc mode only, which is not allowed here");
        return new AuthClientStep.Request(method, modes, client.Begin(method));
    }

    private AuthClientStep End(int errno, string reason) => End(new AuthClientStep.Failed(errno, reason));

    private AuthClientStep End(AuthClientStep step)
    {
        ended?.Invoke(client, step);
        return step;
    }

    private string Describe(long errno, IReadOnlyList<uint> allowedMethods, IReadOnlyList<uint> allowedModes) => errno == Errno.EOPNOTSUPP
        ? Difference("the monitor", allowedMethods, allowedModes, _methods, _methods.SelectMany(terms.ModesFor).Distinct())
        : $"the monitor refused {client.Name}: wrong key, unknown name or no rights";
}
