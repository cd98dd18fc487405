using System.CommandLine;
using CephActors.Tool.Demo;
using Spectre.Console;

namespace CephActors.Tool.Commands;

/// <summary><c>cephactors demo</c>: two OSDs in this process exchange messages while their sockets are cut.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var messages = WholeNumber.Option("--messages", "Messages to send in each direction.", 100_000, 1, 10_000_000);
        var cuts = WholeNumber.Option("--cuts", "How often to cut a socket.", 20, 0, 10_000);
        var seed = WholeNumber.Option("--seed", "Chooses sizes, priorities, contents and the moments of the cuts.", 1, int.MinValue, int.MaxValue);
        var timeout = WholeNumber.Option("--timeout", "The longest it may take, in seconds.", 300, 1, 86_400);
        var json = new Option<bool>("--json") { Description = "Print one JSON object and nothing else." };
        var verbose = new Option<bool>("--verbose") { Description = "Log what the messengers do, on standard error." };

        var command = new Command("demo", "Exchange messages between two OSDs in this process while their sockets are cut, and count what arrives.")
        {
            messages, cuts, seed, timeout, json, verbose,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var options = new DemoOptions(
                parse.GetValue(messages),
                parse.GetValue(cuts),
                parse.GetValue(seed),
                TimeSpan.FromSeconds(parse.GetValue(timeout)),
                parse.GetValue(verbose));
            ToolSystem.LogToStandardError(options.Verbose);
            return RunAsync(options, parse.GetValue(json), parse.InvocationConfiguration, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(DemoOptions options, bool json, InvocationConfiguration output, CancellationToken cancellationToken)
    {
        var run = new DemoRun(options);
        DemoResult result;
        if (json)
        {
            result = await run.RunAsync(static _ => { }, cancellationToken).ConfigureAwait(false);
            await output.Output.WriteLineAsync(result.ToJson()).ConfigureAwait(false);
        }
        else
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output.Output) });
            result = await DemoReport.RunAsync(console, run, options, cancellationToken).ConfigureAwait(false);
            DemoReport.Print(console, result);
        }

        return result.Verdict(options) is { } wrong ? throw new CommandFailure(wrong) : 0;
    }
}
