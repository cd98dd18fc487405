using System.CommandLine;
using CephActors.Tool.Bench;
using CephActors.Tool.Manners;

namespace CephActors.Tool.Commands;

/// <summary><c>cephactors bench</c>: how fast messengers are.</summary>
internal static class BenchCommand
{
    private const string Fast = "fast";
    private const string Actor = "actor";

    public static Command Create() => new ToolCommand("bench", "Measure how fast messengers are.", "cephactors bench loopback", "cephactors bench client v1:127.0.0.1:6800")
    {
        CreateServer(),
        CreateClient(),
        CreateLoopback(),
        BenchCompareCommand.Create(),
    };

    private static Command CreateServer()
    {
        var bind = new Option<EntityAddress>("--bind")
        {
            Description = "Where to listen, such as v1:127.0.0.1:6800; port 0 takes a free one.",
            HelpName = "ADDR",
            CustomParser = Addresses.Parse,
            Required = true,
        };
        var replySize = WholeNumber.Option("--reply-size", "Bytes of data in each reply.", 0, 0, 64 << 20);
        var dispatch = Dispatch(Actor);
        var dialect = Dialect();
        var json = new Option<bool>("--json") { Description = "Print at the end what serving took, as one JSON object." };

        var command = new ToolCommand(
            "server",
            "Answer the requests of bench clients until SIGTERM or Ctrl-C.",
            "cephactors bench server --bind v1:127.0.0.1:6800") { bind, replySize, dispatch, dialect, json };
        command.SetAction((parse, cancellationToken) =>
        {
            ToolSystem.LogToStandardError(verbose: false);
            var options = new BenchServerOptions(
                parse.GetValue(bind), parse.GetValue(replySize), DispatchOf(parse.GetValue(dispatch)), BenchDialects.Get(parse.GetValue(dialect)!));
            return ServeAsync(options, parse.GetValue(json), parse.InvocationConfiguration, cancellationToken);
        });
        return command;
    }

    private static Command CreateClient()
    {
        var server = new Argument<EntityAddress>("ADDR")
        {
            Description = "The server's address, such as v1:127.0.0.1:6800.",
            CustomParser = Addresses.Parse,
        };
        var load = new BenchLoadOptions(withConnections: true);
        var policy = new Option<string>("--policy")
        {
            Description = "lossless_client asks as a client, lossy_client as a manager, which a bench server serves without keeping anything.",
            DefaultValueFactory = _ => "lossless_client",
        };
        policy.AcceptOnlyFromAmong("lossless_client", "lossy_client");
        var dispatch = Dispatch(Fast);
        var dialect = Dialect();
        var json = Json();
        var plot = new Option<string?>("--plot") { Description = "Draw throughput and latencies into this SVG file.", HelpName = "FILE" };

        var command = new ToolCommand(
            "client",
            "Ask a bench server as fast as it answers.",
            "cephactors bench client v1:127.0.0.1:6800") { server, policy, dispatch, dialect, json, plot };
        load.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
        {
            ToolSystem.LogToStandardError(verbose: false);
            if (parse.GetValue(plot) is { } picture)
                Files.EnsurePlaceFor(picture);
            var options = new BenchClientOptions(
                parse.GetValue(server),
                Policy.Parse(parse.GetValue(policy)!),
                DispatchOf(parse.GetValue(dispatch)),
                BenchDialects.Get(parse.GetValue(dialect)!),
                load.Read(parse));
            return ShowAsync(
                options.Load,
                parse.GetValue(json),
                parse.InvocationConfiguration,
                async progress =>
                {
                    var result = await BenchClient.RunAsync(options, progress, cancellationToken).ConfigureAwait(false);
                    if (parse.GetValue(plot) is { } file)
                        await Files.WriteTextAsync(file, BenchPicture.Draw(result), cancellationToken).ConfigureAwait(false);
                    return result;
                });
        });
        return command;
    }

    private static Command CreateLoopback()
    {
        var load = new BenchLoadOptions(withConnections: false);
        var dispatch = Dispatch(Actor);
        var json = Json();

        var command = new ToolCommand(
            "loopback",
            "Let a messenger talk to itself inside one process.",
            "cephactors bench loopback") { dispatch, json };
        load.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
        {
            ToolSystem.LogToStandardError(verbose: false);
            var options = load.Read(parse);
            return ShowAsync(
                options,
                parse.GetValue(json),
                parse.InvocationConfiguration,
                progress => BenchLoopback.RunAsync(options, DispatchOf(parse.GetValue(dispatch)), progress, cancellationToken));
        });
        return command;
    }

    private static BenchDispatch DispatchOf(string? name) => name == Fast ? BenchDispatch.Fast : BenchDispatch.Actor;

    private static Option<string> Dispatch(string usual)
    {
        var option = new Option<string>("--dispatch")
        {
            Description = "Who handles what is received: an actor, or fast dispatch on the thread that read it.",
            DefaultValueFactory = _ => usual,
        };
        option.AcceptOnlyFromAmong(Fast, Actor);
        return option;
    }

    private static Option<string> Dialect()
    {
        var option = new Option<string>("--dialect")
        {
            Description = "What requests and replies look like; the same at both ends.",
            DefaultValueFactory = _ => BenchDialects.Names.First(),
        };
        option.AcceptOnlyFromAmong([.. BenchDialects.Names]);
        return option;
    }

    private static Option<bool> Json() => new("--json") { Description = "Print one JSON object and nothing else; times in microseconds." };

    private static async Task<int> ServeAsync(
        BenchServerOptions options, bool json, InvocationConfiguration output, CancellationToken cancellationToken)
    {
        using var termination = new Termination(cancellationToken);
        await using var server = await BenchServer.StartAsync(options).ConfigureAwait(false);
        await output.Output.WriteLineAsync($"listening on {server.Addresses}").ConfigureAwait(false);
        await output.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        var meter = new BenchMeter(() => server.Answered);
        await meter.RunAsync(termination.Requested).ConfigureAwait(false);
        if (json)
            await output.Output.WriteLineAsync(meter.Usage.ToJson()).ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> ShowAsync(
        BenchLoad load, bool json, InvocationConfiguration output, Func<Action<TimeSpan>, Task<BenchResult>> run)
    {
        if (json)
        {
            var result = await run(static _ => { }).ConfigureAwait(false);
            await output.Output.WriteLineAsync(result.ToJson()).ConfigureAwait(false);
            return 0;
        }

        var console = Terminal.Console(output.Output);
        BenchReport.Print(console, await BenchReport.RunAsync(console, load, run).ConfigureAwait(false));
        return 0;
    }
}
