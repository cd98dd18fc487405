using Akka.Actor;
using Akka.Event;
using CephActors.Telemetry;

namespace CephActors.Actors;

/// <summary>Does for the handles that other nodes hold of this messenger's connections what they are asked for.</summary>
internal sealed class RelayActor : ReceiveActor
{
    private readonly MessengerServices _services;
    private readonly ILoggingAdapter _log;

    public RelayActor(MessengerServices services)
    {
        _services = services;
        _log = Context.GetLogger().WithContext("Messenger", services.Name);
        Receive<RelayedMessage>(Send);
        Receive<RelayedCommand>(Obey);
    }

    public static Props Props(MessengerServices services) => Akka.Actor.Props.Create(() => new RelayActor(services));

    private void Send(RelayedMessage relayed)
    {
        var result = SendResult.Closed;
        if (_services.Exported.TryGetValue(relayed.Connection, out var connection))
        {
            try
            {
                result = connection.Send(relayed.Message);
            }
            catch (ArgumentException e)
            {
                _log.Write(connection, MessengerLogLines.RelayRefused, relayed.Message, connection, e.Message);
                return;
            }
        }

        if (result is SendResult.QueueFull)
            _log.Write(connection!, MessengerLogLines.RelayRefused, relayed.Message, connection!, "the connection holds as much as it may");
        else if (result is SendResult.Closed)
            _log.Write(MessengerLogLines.RelayClosed, relayed.Message);
    }

    private void Obey(RelayedCommand relayed)
    {
        if (!_services.Exported.TryGetValue(relayed.Connection, out var connection))
            return;
        switch (relayed.Action)
        {
            case RelayedAction.Keepalive: connection.SendKeepalive(); break;
            case RelayedAction.MarkDown: connection.MarkDown(); break;
            case RelayedAction.MarkDownAndNotify: connection.MarkDownAndNotify(); break;
            case RelayedAction.MarkDisposable: connection.MarkDisposable(); break;
            default: Unhandled(relayed); break;
        }
    }
}

/// <summary>From a handle on another node: sends a message on the connection of this number.</summary>
internal sealed record RelayedMessage(ulong Connection, CephMessage Message);

/// <summary>From a handle on another node: does this with the connection of this number.</summary>
internal sealed record RelayedCommand(ulong Connection, RelayedAction Action);

/// <summary>What a handle may ask for; the numbers go between nodes.</summary>
internal enum RelayedAction : byte
{
    /// <summary><see cref="Connection.SendKeepalive"/>.</summary>
    Keepalive = 1,

    /// <summary><see cref="Connection.MarkDown"/>.</summary>
    MarkDown = 2,

    /// <summary>The same, with a reset.</summary>
    MarkDownAndNotify = 3,

    /// <summary><see cref="Connection.MarkDisposable"/>.</summary>
    MarkDisposable = 4,
}
