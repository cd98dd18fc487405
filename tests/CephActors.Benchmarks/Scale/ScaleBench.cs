using System.Globalization;
using CephActors.Benchmarks.Compare;
using CephActors.Tool.Bench;

namespace CephActors.Benchmarks.Scale;

/// <summary>A server of ours in another process, asked from this one.</summary>
internal sealed class ScaleBench : IDisposable
{
    private static readonly Contender Ours = Contender.All.Single(c => c.Name == "actor");

    private readonly ContenderServer _server;

    private ScaleBench(ContenderServer server)
    {
        _server = server;
        Address = EntityAddressVector.Parse(server.Address)[0];
    }

    /// <summary>Where it listens.</summary>
    public EntityAddress Address { get; }

    public static async Task<ScaleBench> StartAsync(CancellationToken cancellationToken) =>
        new(await ContenderServer.StartAsync(Ours, cancellationToken));

    /// <summary>Messages a second of that many connections.</summary>
    public async Task<double> AskAsync(int size, int depth, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var warmUp = TimeSpan.FromSeconds(2 + (connections / 64.0));
        var load = new BenchLoad(size, depth, connections, duration, warmUp);
        var options = new BenchClientOptions(Address, Policy.LosslessClient, BenchDispatch.Fast, BenchDialects.Get("ping"), load);
        var result = await BenchClient.RunAsync(options, static _ => { }, cancellationToken);
        return result.Usage.MessagesPerSecond;
    }

    public void Dispose() => _server.Dispose();

    /// <summary>A line of text with numbers in it, whatever the culture.</summary>
    public static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
