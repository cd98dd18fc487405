using Akka.Actor;
using CephActors;

namespace Telemetry;

/// <summary>Answers pings; what it does is part of the trace that began at the socket.</summary>
internal sealed class Answerer : ReceiveActor
{
    public Answerer() => Receive<MessageReceived>(received =>
    {
        using var work = Asker.Source.StartActivity("answer", System.Diagnostics.ActivityKind.Internal, received.Activity?.Context ?? default);
        received.Connection.Send(new CephMessage(MessageType.Ping) { Tid = received.Message.Tid });
    });
}
