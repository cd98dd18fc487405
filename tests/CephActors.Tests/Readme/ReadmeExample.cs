using Akka.Actor;
using Akka.Event;

namespace CephActors.Tests.Readme;

public sealed class Greeter : ReceiveActor
{
    public Greeter()
    {
        Receive<MessageReceived>(m => m.Connection.Send(new CephMessage(MessageType.Ping, m.Message.Front) { Tid = m.Message.Tid }));
        Receive<ConnectionReset>(r => Context.GetLogger().Info("{Connection} is gone: {Reason}", r.Connection, r.Reason));
    }
}

public static class GreeterService
{
    public static async Task<EntityAddressVector> StartAsync(ActorSystem system)
    {
        CephMessenger messenger = system.CephMessenger("greeter");
        messenger.AddDispatcherTail(system.ActorOf(Props.Create<Greeter>()));
        return await messenger.BindAsync(EntityAddress.Parse("v1:127.0.0.1:0"));
    }
}

public sealed class Asker : ReceiveActor
{
    public Asker(TaskCompletionSource<string> answer)
    {
        Receive<MessageReceived>(m => answer.TrySetResult(System.Text.Encoding.UTF8.GetString(m.Message.Front.Span)));
        Receive<ConnectionRefused>(_ => answer.TrySetException(new IOException("nobody listens there")));
    }
}

public static class AskerClient
{
    public static Task<string> AskAsync(ActorSystem system, EntityAddressVector server, string question)
    {
        var answer = new TaskCompletionSource<string>();
        CephMessenger messenger = system.CephMessenger("asker");
        messenger.AddDispatcherTail(system.ActorOf(Props.Create(() => new Asker(answer))));
        Connection connection = messenger.ConnectTo(server, EntityType.Osd);
        connection.Send(new CephMessage(MessageType.Ping, System.Text.Encoding.UTF8.GetBytes(question)));
        return answer.Task;
    }
}
