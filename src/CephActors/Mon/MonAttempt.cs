using CephActors.Auth;
using CephActors.Messages;

namespace CephActors.Mon;

/// <summary>One monitor that is being tried, or the one the session is with.</summary>
internal sealed class MonAttempt(MonCandidate candidate, Connection connection, MonAuthClient auth)
{
    public MonCandidate Candidate => candidate;

    public Connection Connection => connection;

    /// <summary>Its authentication; over protocol v2 that of the newest socket.</summary>
    public MonAuthClient Auth { get; set; } = auth;

    /// <summary>Whether a request for new tickets waits for its answer.</summary>
    public bool IsRenewing { get; set; }

    /// <summary>Sends a step of authentication.</summary>
    public void Send(MonAuthRequest request, uint monmapEpoch) =>
        connection.Send(new MAuth(request.Protocol, request.Payload, monmapEpoch).ToMessage());
}
