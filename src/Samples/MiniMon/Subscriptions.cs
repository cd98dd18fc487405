using Akka.Actor;
using Akka.Event;
using CephActors;
using CephActors.Messages;

namespace MiniMon;

/// <summary>
/// Hands out maps. The monitor map and an empty configuration are all there is, and since neither changes, nobody is
/// remembered. Wishes for other maps are heard and left at that, as by a monitor whose cluster has no OSDs yet.
/// </summary>
internal sealed class Subscriptions : ReceiveActor
{
    private const uint RenewAfterSeconds = 86_400;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Cluster _cluster;

    public Subscriptions(Cluster cluster)
    {
        _cluster = cluster;
        Receive<MessageReceived>(received => Handle(received.Connection, received.Message));
    }

    private void Handle(Connection client, CephMessage message)
    {
        // Ceph drops what comes before authentication, without an answer: Monitor::_ms_dispatch.
        if (!_cluster.Auth.IsAuthenticated(client))
            return;
        var error = (string?)null;
        if (message.Type is MessageType.MonGetMap)
            client.Send(_cluster.MapMessage(client));
        else if (MMonSubscribe.TryDecode(message, out var subscribe, out error))
            Subscribe(client, subscribe);
        else if (MMonGetVersion.TryDecode(message, out var getVersion, out error))
            Answer(client, getVersion);
        else
            _log.Warning("{Client}: bad {Message}: {Reason}", client, message, error);
    }

    private void Subscribe(Connection client, MMonSubscribe subscribe)
    {
        // Real clients do not get on before they have had their configuration.
        if (subscribe.What.ContainsKey("config"))
            client.Send(new MConfig(new Dictionary<string, string>()).ToMessage());
        if (subscribe.What.TryGetValue("monmap", out var wish) && wish.Start <= _cluster.Map.Epoch)
            client.Send(_cluster.MapMessage(client));

        // Old clients renew what they are told to renew.
        if (!CephFeatures.HasFeature(client.Features, CephFeatures.MonStatefulSub) && subscribe.What.Values.Any(w => !w.IsOneTime))
            client.Send(new MMonSubscribeAck(RenewAfterSeconds, _cluster.Map.Fsid).ToMessage());
    }

    private void Answer(Connection client, MMonGetVersion request)
    {
        // A name that no monitor knows gets no answer from a real one either.
        if (request.What is "monmap")
            client.Send(new MMonGetVersionReply(request.Handle, _cluster.Map.Epoch, _cluster.Map.Epoch).ToMessage());
        else if (request.What is "osdmap" or "mdsmap" or "fsmap" or "mgrmap")
            client.Send(new MMonGetVersionReply(request.Handle, 0, 0).ToMessage());
    }
}
