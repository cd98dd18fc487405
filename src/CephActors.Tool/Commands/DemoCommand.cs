using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CephActors.Tool.Demo;
using CephActors.Tool.Manners;
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
        var minutes = Minutes();
        var cutsPerMinute = WholeNumber.Option("--cuts-per-minute", "With --minutes: how often to cut a socket.", 60, 0, 6_000);
        var json = new Option<bool>("--json") { Description = "Print one JSON object and nothing else." };
        var verbose = new Option<bool>("--verbose") { Description = "Log what the messengers do, on standard error." };

        var command = new ToolCommand(
            "demo",
            "Exchange messages between two OSDs in this process while their sockets are cut, and count what arrives.",
            "cephactors demo --messages 1000000 --cuts 100",
            "cephactors demo --minutes 10 --cuts-per-minute 60 --json")
        {
            messages, cuts, minutes, cutsPerMinute, seed, timeout, json, verbose,
        };
        command.Validators.Add(result =>
        {
            var forTime = IsGiven(result, minutes);
            if (forTime && (IsGiven(result, messages) || IsGiven(result, cuts) || IsGiven(result, timeout)))
                result.AddError("--minutes sends for a time: it goes with --cuts-per-minute, not with --messages, --cuts or --timeout.");
            else if (!forTime && IsGiven(result, cutsPerMinute))
                result.AddError("--cuts-per-minute goes with --minutes.");
        });
        command.SetAction((parse, cancellationToken) =>
        {
            ToolSystem.LogToStandardError(parse.GetValue(verbose));
            if (parse.GetValue(minutes) is { } duration)
            {
                var soak = new SoakOptions(TimeSpan.FromMinutes(duration), parse.GetValue(cutsPerMinute), parse.GetValue(seed), parse.GetValue(verbose));
                return RunAsync(soak, parse.GetValue(json), parse.InvocationConfiguration, cancellationToken);
            }

            var options = new DemoOptions(
                parse.GetValue(messages),
                parse.GetValue(cuts),
                parse.GetValue(seed),
                TimeSpan.FromSeconds(parse.GetValue(timeout)),
                parse.GetValue(verbose));
            return RunAsync(options, parse.GetValue(json), parse.InvocationConfiguration, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(DemoOptions options, bool json, InvocationConfiguration output, CancellationToken cancellationToken)
    {
        var run = new DemoRun(options);
        var result = await ShowAsync(
            json,
            output,
            () => run.RunAsync(static _ => { }, cancellationToken),
            console => DemoReport.RunAsync(console, run, options, cancellationToken)).ConfigureAwait(false);
        return result.Verdict(options) is { } wrong ? throw new CommandFailure(wrong) : 0;
    }

    private static async Task<int> RunAsync(SoakOptions options, bool json, InvocationConfiguration output, CancellationToken cancellationToken)
    {
        var run = new SoakRun(options);
        var result = await ShowAsync(
            json,
            output,
            () => run.RunAsync(static _ => { }, cancellationToken),
            console => DemoReport.RunAsync(console, run, options, cancellationToken)).ConfigureAwait(false);
        return result.Verdict(options) is { } wrong ? throw new CommandFailure(wrong) : 0;
    }

    private static async Task<DemoResult> ShowAsync(
        bool json, InvocationConfiguration output, Func<Task<DemoResult>> quietly, Func<IAnsiConsole, Task<DemoResult>> visibly)
    {
        if (json)
        {
            var result = await quietly().ConfigureAwait(false);
            await output.Output.WriteLineAsync(result.ToJson()).ConfigureAwait(false);
            return result;
        }

        var console = Terminal.Console(output.Output);
        var shown = await visibly(console).ConfigureAwait(false);
        DemoReport.Print(console, shown);
        return shown;
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static Option<double?> Minutes() => new("--minutes")
    {
        Description = "Send for so long, parts of a minute too, instead of a number of messages; memory is measured every minute.",
        HelpName = "NUMBER",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0.01 and <= 100_000)
                return value;
            result.AddError($"--minutes takes a number from 0.01 to 100000, not '{text}'.");
            return null;
        },
    };
}
