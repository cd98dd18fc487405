using System.Diagnostics;
using Akka.Actor;
using CephActors;

namespace Telemetry;

/// <summary>Sends pings, one after the other; each is a trace of its own.</summary>
internal sealed class Asker : ReceiveActor
{
    /// <summary>The program's own activities.</summary>
    public static readonly ActivitySource Source = new("Telemetry");

    public Asker(CephMessenger messenger, EntityAddressVector server, int pings, TaskCompletionSource done)
    {
        var connection = messenger.ConnectTo(server, EntityType.Osd);
        Send(1);
        Receive<MessageReceived>(received =>
        {
            if (received.Message.Tid == (ulong)pings)
                done.TrySetResult();
            else
                Send(received.Message.Tid + 1);
        });
        ReceiveAny(_ => { });

        void Send(ulong tid)
        {
            using var activity = Source.StartActivity("ask");
            connection.Send(new CephMessage(MessageType.Ping) { Tid = tid });
        }
    }
}
