using System.CommandLine;

namespace CephActors.Benchmarks.Idle;

/// <summary><c>idle N</c> and the server it starts.</summary>
internal static class IdleCommand
{
    public static Command Create()
    {
        var count = new Argument<int>("COUNT") { Description = "How many connections.", DefaultValueFactory = _ => IdleRun.UsualCount };
        var command = new Command("idle", "Measure what idle connections cost in memory.") { count, CreateServer() };
        command.SetAction((parse, _) => IdleRun.MeasureAsync(parse.GetValue(count)));
        return command;
    }

    private static Command CreateServer()
    {
        var command = new Command("server", "The other process.") { Hidden = true };
        command.SetAction((_, _) => IdleServer.ServeAsync());
        return command;
    }
}
