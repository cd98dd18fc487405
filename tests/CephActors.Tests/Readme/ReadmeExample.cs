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

public static class AskerClient
{
    public static async Task<string> AskAsync(ActorSystem system, EntityAddressVector server, string question)
    {
        CephMessenger messenger = system.CephMessenger("asker");
        Connection connection = messenger.ConnectTo(server, EntityType.Osd);
        var ping = new CephMessage(MessageType.Ping, System.Text.Encoding.UTF8.GetBytes(question));
        CephMessage answer = await connection.Ask(ping, TimeSpan.FromSeconds(30));
        return System.Text.Encoding.UTF8.GetString(answer.Front.Span);
    }
}
