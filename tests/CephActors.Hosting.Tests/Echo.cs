using Akka.Actor;

namespace CephActors.Hosting.Tests;

/// <summary>Sends each message back, with a text of a service of the host in front.</summary>
public sealed class Echo : ReceiveActor
{
    public Echo(Greeting greeting) =>
        Receive<MessageReceived>(m => m.Connection.Send(greeting.AnswerTo(m.Message)));
}

/// <summary>What answers begin with.</summary>
public sealed class Greeting
{
    public CephMessage AnswerTo(CephMessage message) => new(message.Type, "re: "u8.ToArray().Concat(message.Front.ToArray()).ToArray()) { Tid = message.Tid };
}

/// <summary>Keeps what it receives.</summary>
public sealed class Listener : ReceiveActor
{
    public Listener(TaskCompletionSource<CephMessage> first)
    {
        Receive<MessageReceived>(m => first.TrySetResult(m.Message));
        Receive<ConnectionRefused>(_ => first.TrySetException(new IOException("refused")));
    }
}
