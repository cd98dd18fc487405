using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using CephActors;
using CephActors.Messages;

namespace ClusterGateway;

/// <summary>
/// The account of one client, on whichever node the cluster keeps it. It gets what a messenger somewhere received, and answers
/// on the connection as if that were here. What it holds is gone with its node; a real one would be persistent.
/// </summary>
internal sealed class Account : ReceiveActor
{
    private ulong _amount;

    public Account() => Receive<MessageReceived>(received =>
    {
        if (!received.Message.TryRead(out Deposit? deposit, out _))
            return;
        _amount += deposit.Amount;
        var balance = new Balance(_amount, Cluster.Get(Context.System).SelfAddress.ToString());
        received.Connection.Send(balance.ToMessage(received.Message.Tid));
    });

    /// <summary>Accounts are told apart by who sent the message.</summary>
    public sealed class Extractor() : HashCodeMessageExtractor(maxNumberOfShards: 20)
    {
        public override string? EntityId(object message) => message is MessageReceived received ? received.Message.Source.ToString() : null;
    }
}
