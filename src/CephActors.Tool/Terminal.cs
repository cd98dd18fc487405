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
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!console.Profile.Out.IsTerminal && width is { } wanted)
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
}
