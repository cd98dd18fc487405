using System.Text.Json;
using Akka.Actor;
using CephActors;
using CephActors.Messages;

namespace MiniMon;

/// <summary>Answers pings with the monitor's state, before authentication too. Ceph: <c>Monitor::handle_ping</c>.</summary>
internal sealed class Pings : ReceiveActor
{
    public Pings(Cluster cluster)
    {
        var state = JsonSerializer.Serialize(new
        {
            health = new { status = "HEALTH_OK" },
            mon_status = new { name = cluster.Name, rank = 0, state = "leader", quorum = new[] { 0 } },
        });
        Receive<MessageReceived>(received => received.Connection.Send(new MPing(state).ToMessage(received.Message.Tid)));
    }
}
