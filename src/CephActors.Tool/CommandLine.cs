using System.CommandLine;
using CephActors.Tool.Commands;
using CephActors.Tool.Manners;

namespace CephActors.Tool;

/// <summary>
/// Finds the command, runs it and says in one line on standard error why it could not do its work. The exit code is 0, or 1
/// with such a line; what a user does wrong never ends in a stack trace.
/// </summary>
internal static class CommandLine
{
    // After Ctrl-C or SIGTERM a command may take this long to stop cleanly.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Runs the command that the arguments ask for; cancelling is like Ctrl-C.</summary>
    public static Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken = default) =>
        RunAsync(CreateRoot(), arguments, output, error, cancellationToken);

    /// <summary>The same for a program with other commands.</summary>
    public static async Task<int> RunAsync(
        Command root, string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var parse = root.Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parse.Errors.Count > 0)
        {
            // A mistake can make others follow; the first is the one to mend.
            await error.WriteLineAsync($"{root.Name}: {InOneLine(WhatIsWrong(parse))} (try --help)").ConfigureAwait(false);
            return 1;
        }

        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationTimeout,
        };
        try
        {
            return await parse.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (OutputClosedException)
        {
            return 0;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync($"{root.Name}: cancelled").ConfigureAwait(false);
            return 1;
        }
        catch (Exception failure)
        {
            await error.WriteLineAsync($"{root.Name}: {Reason(failure)}").ConfigureAwait(false);
            return 1;
        }
    }

    // A RootCommand would take its name from the assembly, which is not what users type.
    internal static Command CreateRoot() => new("cephactors", "Demonstrate, ping, serve, watch, measure, decode, simulate and command Ceph messengers.")
    {
        HelpWithExamples.Option(),
        new VersionOption(),
        DemoCommand.Create(),
        PingCommand.Create(),
        ServeCommand.Create(),
        TopCommand.Create(),
        BenchCommand.Create(),
        MonCommand.Create(),
        OsdCommand.Create(),
        DecodeCommand.Create(),
        SimulateCommand.Create(),
        DiagramCommand.Create(),
        CompletionCommand.Create(),
    };

    private static string WhatIsWrong(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        if (command.Action is not null || command.Subcommands.Count == 0)
            return parse.Errors[0].Message;
        var choice = string.Join(", ", command.Subcommands.Select(c => c.Name));
        return parse.UnmatchedTokens is [var word, ..]
            ? $"'{word}' is no command of {command.Name}; it has {choice}"
            : $"{command.Name} needs one of its commands: {choice}";
    }

    // The message of an exception that was not made for users means little without its name.
    private static string Reason(Exception failure)
    {
        var message = InOneLine(failure.Message);
        return failure is CommandFailure or CephMessengerException or IOException ? message : $"{failure.GetType().Name}: {message}";
    }

    private static string InOneLine(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
