using System.Text;
using System.Text.Json;
using Akka.Actor;
using Akka.Event;
using CephActors;
using CephActors.Messages;

namespace MiniMon;

/// <summary>Runs commands: <c>ceph mon dump</c>, <c>ceph status</c>, and one that only this monitor has.</summary>
internal sealed class Commands : ReceiveActor
{
    private const int NotPermitted = -1;
    private const int Invalid = -22;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Cluster _cluster;
    private readonly CommandTable _table;

    public Commands(Cluster cluster)
    {
        _cluster = cluster;
        _table = new CommandTable(cluster);
        Receive<MessageReceived>(OnMessage);
    }

    private void OnMessage(MessageReceived received)
    {
        if (!_cluster.Auth.IsAuthenticated(received.Connection))
        {
            _log.Info("{Client} commands before it has said who it is; nobody hears it", received.Connection);
            return;
        }

        if (!MMonCommand.TryDecode(received.Message, out var command, out var error))
        {
            _log.Warning("{Client}: bad command: {Reason}", received.Connection, error);
            return;
        }

        // A client of Ceph 16 may send its first command before it has looked at the monitor map, and then names no cluster.
        var outcome = command.Fsid == _cluster.Map.Fsid || command.Fsid == Guid.Empty ? Run(command) : new Outcome(NotPermitted, "wrong fsid");
        var ack = new MMonCommandAck(outcome.Result, outcome.Status, command.Command)
        {
            Data = new(Encoding.UTF8.GetBytes(outcome.Output)),
        };
        received.Connection.Send(ack.ToMessage(received.Message.Tid));
    }

    private Outcome Run(MMonCommand command)
    {
        try
        {
            using var json = JsonDocument.Parse(command.Command.Count == 1 ? command.Command[0] : "");
            var arguments = new Arguments(json.RootElement);
            return _table.Find(arguments.Prefix) is { } entry
                ? entry.Run(arguments)
                : new Outcome(Invalid, "command not known");
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            return new Outcome(Invalid, $"command is not a JSON object of texts: {cause.Message}");
        }
    }
}
