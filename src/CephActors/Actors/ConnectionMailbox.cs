using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace CephActors.Actors;

/// <summary>
/// Makes the mailbox of a <see cref="ConnectionActor"/>, named in <c>ceph.connection-mailbox</c>: unbounded like Akka's own,
/// but an idle one costs next to nothing.
/// </summary>
internal sealed class ConnectionMailbox(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<ConnectionMailbox.Queue>
{
    /// <summary>The configuration section that names this type.</summary>
    internal const string Id = "ceph.connection-mailbox";

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new Queue();

    internal sealed class Queue : IMessageQueue
    {
        private readonly HandoverQueue<Envelope> _envelopes = new();

        /// <inheritdoc/>
        public bool HasMessages => !_envelopes.IsEmpty;

        /// <inheritdoc/>
        public int Count => _envelopes.Count;

        /// <inheritdoc/>
        public void Enqueue(IActorRef receiver, Envelope envelope) => _envelopes.Enqueue(envelope);

        /// <inheritdoc/>
        public bool TryDequeue(out Envelope envelope) => _envelopes.TryDequeue(out envelope);

        /// <inheritdoc/>
        public void CleanUp(IActorRef owner, IMessageQueue deadletters)
        {
            while (_envelopes.TryDequeue(out var envelope))
                deadletters.Enqueue(owner, envelope);
        }
    }
}
