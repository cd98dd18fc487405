using Akka.Actor;
using CephActors.Messages;

namespace CephActors.TestKit.Tests.Docs;

/// <summary>Who pings is present until its connection is reset; a command asks how many are.</summary>
public sealed class RollCall : ReceiveActor
{
    private readonly HashSet<Connection> _present = [];

    public RollCall()
    {
        Receive<MessageReceived>(Answer);
        Receive<ConnectionReset>(reset => _present.Remove(reset.Connection));
    }

    private void Answer(MessageReceived m)
    {
        if (MPing.TryDecode(m.Message, out _, out _))
            m.Connection.Send(new MPing(_present.Add(m.Connection) ? "welcome" : "welcome back").ToMessage(m.Message.Tid));
        else if (MMonCommand.TryDecode(m.Message, out var command, out _))
            m.Connection.Send(new MMonCommandAck(0, $"{_present.Count} present", command.Command).ToMessage(m.Message.Tid));
    }
}
