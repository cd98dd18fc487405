using CephActors.Mon;

namespace CephActors.Tool.Peers;

/// <summary>Opens a session with a peer of which a user may have told only the address, and of that not the protocol.</summary>
internal sealed class PeerDialler(CephMessenger messenger, PeerEvents events, EntityAddress address, TimeSpan timeout)
{
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
            reasons.Add($"{meant}: {reason}");
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
            // Each kind of server has its own version, and says which.
            if (!reason.Contains("protocol version", StringComparison.Ordinal))
                break;
        }

        return (null, reason);
    }
}
