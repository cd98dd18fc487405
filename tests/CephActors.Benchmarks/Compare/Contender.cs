using CephActors.Tool.Bench;

namespace CephActors.Benchmarks.Compare;

/// <summary>One of those compared: what starts its server and its client.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Title">What it is called in tables and pictures.</param>
/// <param name="Server">What dotnet is to execute as the server.</param>
/// <param name="Client">What dotnet is to execute as the client, before the server's address.</param>
internal sealed record Contender(string Name, string Title, string[] Server, string[] Client)
{
    /// <summary>What the others are measured by.</summary>
    public const string Yardstick = "raw";

    public static IReadOnlyList<Contender> All { get; } =
    [
        Ours("actor", "CephActors, actor dispatch"),
        Ours("fast", "CephActors, fast dispatch"),
        Peer(Yardstick, "raw .NET sockets"),
        Peer("akka-streams", "Akka.Streams TCP"),
        Peer("akka-remote", "Akka.Remote"),
        Peer("grpc", "gRPC duplex stream"),
    ];

    private static Contender Ours(string dispatch, string title)
    {
        // The tool beside this program, with the libraries and the runtime settings of this program, as the peers have them.
        var beside = Path.Combine(AppContext.BaseDirectory, typeof(Contender).Assembly.GetName().Name!);
        string[] tool = ["--depsfile", beside + ".deps.json", "--runtimeconfig", beside + ".runtimeconfig.json", typeof(BenchLoad).Assembly.Location];
        return new Contender(
            dispatch,
            title,
            [.. tool, "bench", "server", "--bind", "v1:127.0.0.1:0", "--dispatch", dispatch, "--json"],
            [.. tool, "bench", "client", "--json"]);
    }

    private static Contender Peer(string name, string title)
    {
        var program = typeof(Contender).Assembly.Location;
        return new Contender(name, title, [program, "peer", "server", name], [program, "peer", "client", name]);
    }
}
