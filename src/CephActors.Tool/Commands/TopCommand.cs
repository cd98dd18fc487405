using System.CommandLine;
using CephActors.Tool.Manners;
using CephActors.Tool.Watching;
using Spectre.Console;

namespace CephActors.Tool.Commands;

/// <summary><c>cephactors top</c>: what a running messenger is doing.</summary>
internal static class TopCommand
{
    private const int WidthWithoutTerminal = 200;

    private static readonly TimeSpan KeyPause = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var address = new Argument<EntityAddress>("ADDR")
        {
            Description = "The messenger's address, such as v1:127.0.0.1:6800/0; its setting ceph.messenger.admin must be on.",
            CustomParser = Addresses.ParsePeer,
        };
        var interval = WholeNumber.Option("--interval", "Milliseconds from one look to the next.", 1_000, 100, 3_600_000);
        var timeout = WholeNumber.Option("--timeout", "Milliseconds to wait for a session, and for an answer.", 5_000, 1, 3_600_000);
        var type = PeerTypes.Option();
        var once = new Option<bool>("--once") { Description = "Look once and end; without --json twice, an interval apart, to tell how fast it goes." };
        var json = new Option<bool>("--json") { Description = "Print each look as one JSON object a line, as MessengerDump.ToJson writes it." };
        var verbose = new Option<bool>("--verbose") { Description = "Log what the tool's own messenger does, on standard error." };

        var command = new ToolCommand(
            "top",
            "Show what a running messenger is doing: connections, states, rates, queues. q ends it.",
            "cephactors top v1:127.0.0.1:6800/0",
            "cephactors top v1:127.0.0.1:6800/0 --once --json")
        {
            address, once, json, interval, timeout, type, verbose,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            ToolSystem.LogToStandardError(parse.GetValue(verbose));
            var options = new WatchOptions(
                parse.GetValue(address),
                PeerTypes.Read(parse, type),
                TimeSpan.FromMilliseconds(parse.GetValue(interval)),
                TimeSpan.FromMilliseconds(parse.GetValue(timeout)),
                parse.GetValue(verbose));
            await using var watcher = new Watcher(options);
            var output = parse.InvocationConfiguration.Output;
            await (parse.GetValue(json) ? PrintJsonAsync(watcher, options, parse.GetValue(once), output, cancellationToken)
                : parse.GetValue(once) ? PrintAsync(watcher, options, output, cancellationToken)
                : ShowAsync(watcher, options, output, cancellationToken)).ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    private static async Task PrintJsonAsync(Watcher watcher, WatchOptions options, bool once, TextWriter output, CancellationToken cancellationToken)
    {
        using var pause = new PeriodicTimer(options.Interval);
        do
        {
            var dump = await watcher.LookAsync(cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync(dump.ToJson()).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        while (!once && await WaitAsync(pause, cancellationToken).ConfigureAwait(false));
    }

    private static async Task PrintAsync(Watcher watcher, WatchOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var history = new WatchHistory();
        using var pause = new PeriodicTimer(options.Interval);
        history.Add(await watcher.LookAsync(cancellationToken).ConfigureAwait(false));
        await pause.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        var frame = history.Add(await watcher.LookAsync(cancellationToken).ConfigureAwait(false));
        Terminal.Console(output, WidthWithoutTerminal).Write(WatchView.Of(frame));
    }

    private static async Task ShowAsync(Watcher watcher, WatchOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var console = Terminal.Console(output, WidthWithoutTerminal);
        if (!console.Profile.Out.IsTerminal)
            throw new CommandFailure("top needs a terminal; use --once or --json without one");

        // A first failure is the user's answer; later ones are shown while it is tried on.
        var history = new WatchHistory();
        var frame = history.Add(await watcher.LookAsync(cancellationToken).ConfigureAwait(false));
        await Terminal.OnOtherScreenAsync(console, () => console.Live(WatchView.Of(frame)).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            string? trouble = null;
            var shown = TimeSpan.Zero;
            live.Refresh();
            using var keys = new PeriodicTimer(KeyPause);
            while (await WaitAsync(keys, cancellationToken).ConfigureAwait(false) && !IsEndWanted(console))
            {
                shown += KeyPause;
                if (shown < options.Interval)
                    continue;
                shown = TimeSpan.Zero;
                try
                {
                    frame = history.Add(await watcher.LookAsync(cancellationToken).ConfigureAwait(false));
                    trouble = null;
                }
                catch (CommandFailure failure)
                {
                    trouble = failure.Message;
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                live.UpdateTarget(WatchView.Of(frame, WatchView.RoomFor(console.Profile.Height), trouble));
            }
        })).ConfigureAwait(false);
    }

    private static bool IsEndWanted(IAnsiConsole console) =>
        console.Profile.Capabilities.Interactive && console.Input.IsKeyAvailable() && console.Input.ReadKey(intercept: true) is { Key: ConsoleKey.Q or ConsoleKey.Escape };

    /// <summary>False when the user has enough.</summary>
    private static async Task<bool> WaitAsync(PeriodicTimer pause, CancellationToken cancellationToken)
    {
        try
        {
            return await pause.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
