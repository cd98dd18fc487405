using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace CephActors.Dispatch;

/// <summary>Makes the mailbox of a <see cref="DispatchActor"/>; named in <c>ceph.dispatch-mailbox</c>.</summary>
internal sealed class DispatchMailbox(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<DispatchMessageQueue>
{
    /// <summary>The configuration section that names this type.</summary>
    internal const string Id = "ceph.dispatch-mailbox";

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new DispatchMessageQueue();
}
