using System.CommandLine;
using CephActors.Tool.Bench;

namespace CephActors.Tool.Commands;

/// <summary>The options that say how much a bench asks.</summary>
internal sealed class BenchLoadOptions
{
    private readonly Option<int> _size = WholeNumber.Option("--size", "Bytes of data in each request.", 64, 0, 64 << 20);
    private readonly Option<int> _depth = WholeNumber.Option("--depth", "Requests that may be unanswered on each connection.", 64, 1, 1 << 20);
    private readonly Option<int>? _connections;
    private readonly Option<int> _seconds = WholeNumber.Option("--seconds", "How long to measure.", 5, 1, 86_400);
    private readonly Option<int> _warmUp = WholeNumber.Option("--warm-up", "Seconds to ask before measuring.", 2, 0, 3_600);

    public BenchLoadOptions(bool withConnections) =>
        _connections = withConnections ? WholeNumber.Option("--connections", "How many connections ask.", 1, 1, 65_536) : null;

    public void AddTo(Command command)
    {
        command.Add(_size);
        command.Add(_depth);
        if (_connections is not null)
            command.Add(_connections);
        command.Add(_seconds);
        command.Add(_warmUp);
    }

    public BenchLoad Read(ParseResult parse) => new(
        parse.GetValue(_size),
        parse.GetValue(_depth),
        _connections is null ? 1 : parse.GetValue(_connections),
        TimeSpan.FromSeconds(parse.GetValue(_seconds)),
        TimeSpan.FromSeconds(parse.GetValue(_warmUp)));
}
