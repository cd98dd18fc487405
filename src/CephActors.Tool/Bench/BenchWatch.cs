using Akka.Actor;

namespace CephActors.Tool.Bench;

/// <summary>Hears of connections that fail: then going on is pointless.</summary>
internal sealed class BenchWatch : ReceiveActor
{
    public BenchWatch(TaskCompletionSource failed)
    {
        Receive<ConnectionRefused>(e => failed.TrySetException(new CommandFailure($"nobody listens at {e.Connection.PeerAddresses}")));
        Receive<ConnectionReset>(e => failed.TrySetException(new CommandFailure($"the connection to {e.Connection.PeerAddresses} is lost: {e.Reason}")));
        Receive<ConnectionRemoteReset>(e => failed.TrySetException(new CommandFailure($"{e.Connection.PeerAddresses} was restarted")));
    }
}
