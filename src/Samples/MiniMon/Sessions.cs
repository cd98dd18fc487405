using Akka.Actor;
using Akka.Event;
using CephActors;
using CephActors.Messages;

namespace MiniMon;

/// <summary>Lets everybody in who would come without authentication, and gives each client its global id and the monitor map.</summary>
internal sealed class Sessions : ReceiveActor
{
    private const uint MethodNone = 1;
    private const int NotSupported = -95;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Cluster _cluster;
    private ulong _lastGlobalId = 4100;

    public Sessions(Cluster cluster)
    {
        _cluster = cluster;
        Receive<MessageReceived>(OnMessage);
        Receive<ConnectionReset>(e => _log.Debug("{Client} is gone: {Reason}", e.Connection, e.Reason));
    }

    private void OnMessage(MessageReceived received)
    {
        if (!MAuth.TryDecode(received.Message, out var auth, out var error)
            || !AuthRequest.TryDecode(auth, out var request, out error))
        {
            _log.Warning("{Client}: bad authentication request: {Reason}", received.Connection, error);
            received.Connection.MarkDown();
            return;
        }

        if (!request.Methods.Contains(MethodNone))
        {
            Reply(received, new MAuthReply(0, NotSupported, 0, Text: "this monitor knows the method none only"));
            return;
        }

        // A client that comes back shows the id it has.
        var globalId = request.GlobalId != 0 ? request.GlobalId : ++_lastGlobalId;
        Reply(received, new MAuthReply(MethodNone, 0, globalId));
        if (auth.MonmapEpoch < _cluster.Map.Epoch)
            received.Connection.Send(_cluster.MapMessage(received.Connection));
    }

    private static void Reply(MessageReceived received, MAuthReply reply) =>
        received.Connection.Send(reply.ToMessage(received.Message.Tid));
}
