namespace CephActors.Actors;

/// <summary>What the owner of a connection's handle asks its actor; travels in line with the messages.</summary>
internal abstract record ConnectionQuery
{
    private ConnectionQuery()
    {
    }

    /// <summary>
    /// Breaks the socket, as a network would, when the session next writes messages and its connect_seq is greater than this
    /// one. The answer is its connect_seq, by which both ends know which of their sockets it was.
    /// </summary>
    public sealed record CutSocket(uint After, TaskCompletionSource<uint> Done) : ConnectionQuery;

    /// <summary>What the session has been through.</summary>
    public sealed record ReadCounters(TaskCompletionSource<SessionCounters> Done) : ConnectionQuery;
}

/// <summary>What a session has been through since its connection was made.</summary>
/// <param name="Reconnects">Times it was opened again, on another socket.</param>
/// <param name="Replayed">Messages written again, because the peer did not have them.</param>
internal readonly record struct SessionCounters(long Reconnects, long Replayed);
