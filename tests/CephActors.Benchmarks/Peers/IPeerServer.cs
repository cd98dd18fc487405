namespace CephActors.Benchmarks.Peers;

/// <summary>A server of a peer.</summary>
internal interface IPeerServer : IAsyncDisposable
{
    /// <summary>Where it listens on loopback.</summary>
    public int Port { get; }

    /// <summary>Requests answered so far.</summary>
    public long Answered { get; }
}
