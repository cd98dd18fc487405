using System.Text;
using CephActors.Actors;
using CephActors.Dispatch;
using CephActors.Session;
using CephActors.Streams;
using CephActors.Transport;

namespace CephActors.Tool.Diagrams;

/// <summary>The way of a message through a messenger, from type to type: a type that is renamed or goes takes its place here with it.</summary>
internal static class DataPathDiagram
{
    private static readonly (Type From, Type To, string Carries)[] Inward =
    [
        (typeof(SocketReceiver), typeof(DecoderStage), "byte sequences"),
        (typeof(DecoderStage), typeof(FrameSink), "batches of frames"),
        (typeof(FrameSink), typeof(ConnectionActor), "FramesReceived"),
        (typeof(ConnectionActor), typeof(SessionDriver), "frames"),
        (typeof(SessionDriver), typeof(SessionMachine), "inputs and effects"),
        (typeof(SessionDriver), typeof(SessionQueues), "numbers"),
        (typeof(ConnectionActor), typeof(IFastDispatcher), "CephMessage"),
        (typeof(ConnectionActor), typeof(DispatchMessageQueue), "DispatchBatch"),
        (typeof(DispatchMessageQueue), typeof(DispatchActor), "by priority, within the window"),
        (typeof(DispatchActor), typeof(MessageReceived), "to the dispatcher actor"),
    ];

    private static readonly (Type From, Type To, string Carries)[] Outward =
    [
        (typeof(Connection), typeof(ConnectionOutbox), "Send"),
        (typeof(ConnectionOutbox), typeof(ConnectionActor), "OutboxFilled"),
        (typeof(SessionQueues), typeof(SessionDriver), "by priority, numbered"),
        (typeof(SessionDriver), typeof(OutgoingSource), "OutgoingBatch"),
        (typeof(OutgoingSource), typeof(EncoderStage), "batches of frames"),
        (typeof(EncoderStage), typeof(SocketSender), "byte sequences"),
    ];

    private static readonly (Type From, Type To, string Carries)[] Brakes =
    [
        (typeof(ReceiveGate), typeof(DecoderStage), "throttles stop it"),
        (typeof(FrameCredit), typeof(DecoderStage), "four batches"),
        (typeof(Throttle), typeof(ReceiveGate), "messages and bytes"),
    ];

    /// <summary>The diagram in Mermaid.</summary>
    public static string Draw()
    {
        var text = new StringBuilder("flowchart LR\n");
        Draw(text, "-->", Inward);
        Draw(text, "-->", Outward);
        Draw(text, "-.->", Brakes);
        return text.ToString();
    }

    private static void Draw(StringBuilder text, string arrow, (Type From, Type To, string Carries)[] edges)
    {
        foreach (var (from, to, carries) in edges)
            text.Append($"    {from.Name} {arrow}|{carries}| {to.Name}\n");
    }
}
