using System.CommandLine;
using CephActors.Tool.Manners;

namespace CephActors.Tool.Commands;

/// <summary><c>cephactors completion</c>: a script that lets a shell complete what is typed.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "The shell; zsh takes the script too, after autoload -U +X bashcompinit && bashcompinit." };
        shell.AcceptOnlyFromAmong("bash", "zsh");
        var command = new ToolCommand(
            "completion",
            "Print a script with which a shell completes commands, options and their values.",
            "cephactors completion bash",
            "cephactors completion bash > /etc/bash_completion.d/cephactors")
        {
            shell,
        };
        command.SetAction(parse => parse.InvocationConfiguration.Output.Write(BashCompletion.Of(parse.RootCommandResult.Command)));
        return command;
    }
}
