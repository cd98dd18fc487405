using Spectre.Console;

namespace CephActors.Tool;

/// <summary>Output for people: with colours and movement on a terminal only, and without colours where NO_COLOR is set.</summary>
internal static class Terminal
{
    /// <summary>A console over this output.</summary>
    /// <param name="output">Where it writes.</param>
    /// <param name="width">The width of lines where there is no terminal; null leaves it as it is.</param>
    public static IAnsiConsole Console(TextWriter output, int? width = null)
    {
        var target = new AnsiConsoleOutput(output);
        var isPlain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = target,
            Ansi = target.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = target.IsTerminal && !isPlain ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!target.IsTerminal && width is { } wanted)
            console.Profile.Width = wanted;
        return console;
    }

    /// <summary>Runs on the terminal's other screen, so that what the user had before is there again afterwards.</summary>
    public static async Task OnOtherScreenAsync(IAnsiConsole console, Func<Task> run)
    {
        console.Write(new ControlCode("\u001b[?1049h\u001b[H"));
        try
        {
            await run().ConfigureAwait(false);
        }
        finally
        {
            console.Write(new ControlCode("\u001b[?1049l"));
        }
    }

    /// <summary>Draws a bar on standard error while something long runs, if that is a terminal; results stay alone on standard output.</summary>
    /// <param name="error">Standard error.</param>
    /// <param name="title">What is done.</param>
    /// <param name="total">When it is through.</param>
    /// <param name="run">Does it, and says how far it is.</param>
    public static Task<T> WithProgressAsync<T>(TextWriter error, string title, double total, Func<Action<double>, Task<T>> run)
    {
        var console = Console(error);
        if (!console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Interactive)
            return run(static _ => { });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask(Markup.Escape(title), maxValue: total);
                return run(done => bar.Value = done);
            });
    }
}
