using System.Net;
using CephActors.Tool.Bench;

namespace CephActors.Benchmarks.Peers;

/// <summary>
/// Another way of doing the same work: requests of so many bytes, each answered by a small reply, over one connection in order.
/// </summary>
internal interface IPeer
{
    /// <summary>Starts a server at a free port of this host.</summary>
    public Task<IPeerServer> ListenAsync();

    /// <summary>Asks with the load's size and depth until it is cancelled; a failure comes out.</summary>
    public Task AskAsync(IPEndPoint server, BenchLoad load, RequestLedger ledger, CancellationToken cancellationToken);
}
