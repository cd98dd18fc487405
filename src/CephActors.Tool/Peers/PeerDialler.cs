using System.Diagnostics;
using System.Globalization;

namespace CephActors.Tool.Peers;

/// <summary>Opens a session with a peer of which a user may have told only the address.</summary>
internal sealed class PeerDialler(CephMessenger messenger, PeerEvents events, EntityAddress address, TimeSpan timeout)
{
    /// <summary>Opens a session; a peer that turns out to be of another kind is tried as that.</summary>
    /// <param name="kind">The peer's kind; null finds out by trying, monitor first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommandFailure">There is no session to be had.</exception>
    public async Task<Connection> ConnectAsync(EntityType? kind, CancellationToken cancellationToken)
    {
        var reason = "";
        foreach (var tried in kind is { } known ? [known] : PeerTypes.All)
        {
            var connection = messenger.ConnectTo(address, tried);
            reason = await OpenAsync(connection, cancellationToken).ConfigureAwait(false);
            if (reason is null)
                return connection;
            // Each kind of server has its own version, and says which.
            if (!reason.Contains("protocol version", StringComparison.Ordinal))
                break;
        }

        throw new CommandFailure($"{address}: {reason}");
    }

    /// <summary>Null when it is open, else why it is not.</summary>
    private async Task<string?> OpenAsync(Connection connection, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            switch (await events.NextAsync(timeout - Stopwatch.GetElapsedTime(begun), cancellationToken).ConfigureAwait(false))
            {
                case null:
                    connection.MarkDown();
                    return string.Create(CultureInfo.InvariantCulture, $"no answer within {timeout.TotalSeconds:0.###} s");
                case PeerEvent.Opened e when e.Connection == connection:
                    return null;
                case PeerEvent.Died e when e.Connection == connection:
                    return e.Reason;
                case PeerEvent.Refused e when e.Connection == connection:
                    connection.MarkDown();
                    return "connection refused";
            }
        }
    }
}
