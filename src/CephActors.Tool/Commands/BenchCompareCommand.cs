using System.CommandLine;
using CephActors.Tool.Bench;
using CephActors.Tool.Manners;

namespace CephActors.Tool.Commands;

/// <summary><c>cephactors bench compare</c>: hands over to the benchmark program.</summary>
internal static class BenchCompareCommand
{
    private const string Name = "compare";

    public static Command Create()
    {
        var options = new BenchCompareOptions();
        var program = new Option<string?>("--program") { Description = "The benchmark program, if it is not in this repository.", HelpName = "PATH" };
        var command = new ToolCommand(
            Name,
            "Let ours and its peers do the same work in turn: raw sockets, Akka.Streams TCP, Akka.Remote, gRPC.",
            $"cephactors bench {Name}") { program };
        options.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
        {
            var tokens = parse.Tokens.Select(t => t.Value).SkipWhile(t => t != Name).ToList();
            if (tokens.IndexOf(program.Name) is var at and >= 0)
                tokens.RemoveRange(at, 2);
            return BenchmarkProgram.RunAsync(BenchmarkProgram.Find(parse.GetValue(program)), tokens, cancellationToken);
        });
        return command;
    }
}
