using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CephActors.Tool.Manners;

/// <summary>Help as usual, and behind it examples, or on the first page what exit codes mean.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    /// <summary>What a command's exit code says.</summary>
    public const string ExitCodes = """
        Exit codes:
          0  done, and all was well
          1  not done, or something was not well; standard error says in one line what
        """;

    /// <summary>The option that shows it.</summary>
    public static HelpOption Option()
    {
        var option = new HelpOption();
        option.Action = new HelpWithExamples((HelpAction)option.Action!);
        return option;
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        if (command is ToolCommand { Examples.Count: > 0 } tool)
        {
            output.WriteLine("Examples:");
            foreach (var example in tool.Examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
        }
        else if (!command.Parents.Any())
        {
            output.WriteLine(ExitCodes);
            output.WriteLine();
        }

        return result;
    }
}
