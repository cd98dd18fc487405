using Akka.Actor;
using Akka.Event;
using CephActors;
using CephActors.Messages;

namespace MiniMon;

/// <summary>
/// Authenticates clients that come over protocol v1 and gives each that is let in the monitor map; renews the tickets of all. Over protocol v2 the
/// messenger has authenticated a client before it is heard.
/// </summary>
internal sealed class Sessions : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Cluster _cluster;

    public Sessions(Cluster cluster)
    {
        _cluster = cluster;
        Receive<MessageReceived>(OnMessage);
        Receive<ConnectionReset>(e => _log.Debug("{Client} is gone: {Reason}", e.Connection, e.Reason));
    }

    private void OnMessage(MessageReceived received)
    {
        var client = received.Connection;
        if (!MAuth.TryDecode(received.Message, out var auth, out var error))
        {
            _log.Warning("{Client}: bad authentication request: {Reason}", client, error);
            client.MarkDown();
            return;
        }

        var known = _cluster.Auth.IsAuthenticated(client);
        client.Send(_cluster.Auth.Answer(client, auth).ToMessage(received.Message.Tid));
        if (!known && _cluster.Auth.IsAuthenticated(client) && auth.MonmapEpoch < _cluster.Map.Epoch)
            client.Send(_cluster.MapMessage(client));
    }
}
