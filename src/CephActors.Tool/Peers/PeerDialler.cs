using CephActors.Mon;

namespace CephActors.Tool.Peers;

/// <summary>Opens a session with a peer of which a user may have told only the address, and of that not the protocol.</summary>
/// <param name="messenger">Dials.</param>
/// <param name="events">What it tells.</param>
/// <param name="address">The peer's address.</param>
/// <param name="timeout">How long a session may take.</param>
/// <param name="remedy">What to do where the peer lets in only who authenticates otherwise.</param>
internal sealed class PeerDialler(CephMessenger messenger, PeerEvents events, EntityAddress address, TimeSpan timeout, string remedy = "")
{
    /// <summary>How the reason begins when a peer lets us not in.</summary>
    public const string Untrusted = "authentication failed: ";

    // Over protocol v1 a refusal is all there is to hear.
    private const string UntrustedV1 = "peer refused our authorizer";

    /// <summary>Opens a session; a peer that turns out to be of another kind is tried as that.</summary>
    /// <param name="kind">The peer's kind; null finds out by trying, monitor first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommandFailure">There is no session to be had.</exception>
    public async Task<Connection> ConnectAsync(EntityType? kind, CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        foreach (var meant in MonCandidate.Meant(address))
        {
            var (connection, reason) = await TryAsync(meant, kind, cancellationToken).ConfigureAwait(false);
            if (connection is not null)
                return connection;
            reasons.Add($"{meant}: {reason}{(IsAboutTrust(reason!) ? remedy : "")}");
        }

        throw new CommandFailure(string.Join("; ", reasons));
    }

    private async Task<(Connection? Connection, string? Reason)> TryAsync(EntityAddressVector meant, EntityType? kind, CancellationToken cancellationToken)
    {
        string? reason = null;
        foreach (var tried in kind is { } known ? [known] : PeerTypes.All)
        {
            var connection = messenger.ConnectTo(meant, tried);
            reason = await events.WhyNotOpenAsync(connection, timeout, cancellationToken).ConfigureAwait(false);
            if (reason is null)
                return (connection, null);
            if (!IsOfAnotherKind(reason))
                break;
        }

        return (null, reason);
    }

    private static bool IsAboutTrust(string reason) =>
        reason.StartsWith(Untrusted, StringComparison.Ordinal) || reason == UntrustedV1;

    // Over protocol v1 each kind of server has its own version, and says which; over v2 they say what they are.
    private static bool IsOfAnotherKind(string reason) =>
        reason.Contains("protocol version", StringComparison.Ordinal) || reason.Contains(", we look for a ", StringComparison.Ordinal);
}
