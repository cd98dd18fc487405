namespace CephActors.Session;

/// <summary>The way of a socket that the peer dialled: it meets the other connections of that peer.</summary>
internal interface IAcceptorHandshake
{
    /// <summary>Whether a session opens if no other connection of this peer is there, so that its address may be taken.</summary>
    public bool OpensIfAlone { get; }

    /// <summary>No other connection holds the peer's address; if a session is to open, it is now registered for this one.</summary>
    public void OnNoExisting();

    /// <summary>The session that holds the peer's address does not want the socket, and has the peer told so.</summary>
    public void OnDeclined(AcceptDecision decision);
}
