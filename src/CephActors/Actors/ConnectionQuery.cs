namespace CephActors.Actors;

/// <summary>What the owner of a connection's handle asks its actor; travels in line with the messages.</summary>
internal abstract record ConnectionQuery
{
    private ConnectionQuery()
    {
    }

    /// <summary>The connection has ended and answers nothing any more.</summary>
    public abstract void Refuse();

    /// <summary>
    /// Breaks the socket, as a network would, when the session next writes messages and the socket's number is greater than this
    /// one. The answer is its number, by which both ends know which of their sockets it was: from 1 on, as connect_seq counts.
    /// </summary>
    public sealed record CutSocket(uint After, TaskCompletionSource<uint> Done) : ConnectionQuery
    {
        public override void Refuse() => Done.TrySetCanceled();
    }

    /// <summary>What the session is now; null if the connection has ended.</summary>
    public sealed record Dump(TaskCompletionSource<ConnectionDump?> Done) : ConnectionQuery
    {
        public override void Refuse() => Done.TrySetResult(null);
    }
}
