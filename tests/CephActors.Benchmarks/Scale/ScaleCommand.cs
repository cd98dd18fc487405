using System.CommandLine;
using CephActors.Tool.Commands;

namespace CephActors.Benchmarks.Scale;

/// <summary><c>scale …</c>: whether costs grow no faster than the work. Each prints what it measured and the ratio that tells.</summary>
internal static class ScaleCommand
{
    public static Command Create()
    {
        var seconds = WholeNumber.Option("--seconds", "How long to measure each.", 3, 1, 3_600);
        var rounds = WholeNumber.Option("--rounds", "How often each has its turn.", 3, 1, 100);
        seconds.Recursive = rounds.Recursive = true;
        var idle = WholeNumber.Option("--idle", "How many idle connections; each side needs a file descriptor for each.", 10_000, 1, 60_000);
        var reconnects = WholeNumber.Option("--reconnects", "How often the socket breaks.", 1_000, 1, 1_000_000);
        var unacknowledged = WholeNumber.Option("--messages", "How many messages are unacknowledged then.", 10_000, 1, 1_000_000);
        var size = WholeNumber.Option("--size", "Bytes of data in each message.", 64, 0, 1 << 20);

        return new Command("scale", "See whether costs grow no faster than the work.")
        {
            seconds,
            rounds,
            Sub("sizes", "Messages of 64 KiB to 64 MiB: twice the data is to take twice the time.", (p, o, c) => SizeScale.RunAsync(Time(p), p.GetValue(rounds), o, c)),
            Sub("queue", "The dispatch queue with 100 and with 100 000 messages in it.", (p, o, _) => QueueScale.RunAsync(p.GetValue(rounds), o)),
            Sub("connections", "1, 4, 16 and 256 connections to one server, all asking.", (p, o, c) => ConnectionScale.RunAsync(Time(p), p.GetValue(rounds), o, c)),
            Sub("wires", "Protocol v2, in crc and in secure mode, against v1.", (p, o, c) => WireScale.RunAsync(Time(p), p.GetValue(rounds), o, c)),
            Sub("idle", "One connection that asks, alone and beside idle ones.", (p, o, c) => IdleScale.RunAsync(p.GetValue(idle), Time(p), p.GetValue(rounds), o, c), idle),
            Sub(
                "replay",
                "Reconnects after which everything is sent again, against sending it once.",
                (p, o, c) => ReplayScale.RunAsync(p.GetValue(reconnects), p.GetValue(unacknowledged), p.GetValue(size), o, c),
                reconnects,
                unacknowledged,
                size),
        };

        TimeSpan Time(ParseResult parse) => TimeSpan.FromSeconds(parse.GetValue(seconds));
    }

    private static Command Sub(
        string name, string description, Func<ParseResult, TextWriter, CancellationToken, Task> run, params ReadOnlySpan<Option> options)
    {
        var command = new Command(name, description);
        foreach (var option in options)
            command.Add(option);
        command.SetAction((parse, cancellationToken) => run(parse, parse.InvocationConfiguration.Output, cancellationToken));
        return command;
    }
}
