using System.CommandLine;
using System.Net;
using CephActors.Tool;
using CephActors.Tool.Bench;
using CephActors.Tool.Commands;

namespace CephActors.Benchmarks.Peers;

/// <summary>
/// <c>peer server NAME</c> and <c>peer client NAME ADDR</c>: the peers of the comparison, with the options and the output of
/// <c>cephactors bench server</c> and <c>client</c>.
/// </summary>
internal static class PeerCommand
{
    private static readonly Dictionary<string, IPeer> ByName = new(StringComparer.Ordinal)
    {
        ["raw"] = new RawSocketPeer(),
        ["akka-streams"] = new AkkaStreamsPeer(),
        ["akka-remote"] = new AkkaRemotePeer(),
        ["grpc"] = new GrpcPeer(),
    };

    public static Command Create() => new("peer", "Serve or ask by other means than ours.") { CreateServer(), CreateClient() };

    private static Command CreateServer()
    {
        var name = Name();
        var command = new Command("server", "Answer requests at a free port of loopback until SIGTERM or Ctrl-C; then say what it took.") { name };
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var termination = new Termination(cancellationToken);
            await using var server = await ByName[parse.GetValue(name)!].ListenAsync();
            await parse.InvocationConfiguration.Output.WriteLineAsync($"listening on 127.0.0.1:{server.Port}");
            var meter = new BenchMeter(() => server.Answered);
            await meter.RunAsync(termination.Requested);
            await parse.InvocationConfiguration.Output.WriteLineAsync(meter.Usage.ToJson());
        });
        return command;
    }

    private static Command CreateClient()
    {
        var name = Name();
        var address = new Argument<IPEndPoint>("ADDR")
        {
            Description = "Where the server listens.",
            CustomParser = result =>
            {
                if (!IPEndPoint.TryParse(result.Tokens[0].Value, out var value))
                    result.AddError($"'{result.Tokens[0].Value}' is not an address such as 127.0.0.1:4000.");
                return value;
            },
        };
        var load = new BenchLoadOptions(withConnections: false);
        var command = new Command("client", "Ask as fast as is answered, and print one JSON object.") { name, address };
        load.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var result = await AskAsync(ByName[parse.GetValue(name)!], parse.GetValue(address)!, load.Read(parse), cancellationToken);
            await parse.InvocationConfiguration.Output.WriteLineAsync(result.ToJson());
        });
        return command;
    }

    private static async Task<BenchResult> AskAsync(IPeer peer, IPEndPoint server, BenchLoad load, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ledger = new RequestLedger(load.Depth);
        var asking = Task.Run(() => peer.AskAsync(server, load, ledger, stop.Token), cancellationToken);
        var result = await BenchMeasurement.TakeAsync(load, [ledger], asking, static _ => { }, cancellationToken);
        await stop.CancelAsync();
        await Task.WhenAny(asking, Task.Delay(TimeSpan.FromSeconds(5), cancellationToken));
        return result;
    }

    private static Argument<string> Name()
    {
        var name = new Argument<string>("NAME") { Description = "Which one: " + string.Join(", ", ByName.Keys) + "." };
        name.AcceptOnlyFromAmong([.. ByName.Keys]);
        return name;
    }
}
