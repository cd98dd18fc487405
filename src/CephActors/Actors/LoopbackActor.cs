using Akka.Actor;
using CephActors.Dispatch;

namespace CephActors.Actors;

/// <summary>
/// Delivers what a messenger sends to itself: the sender's own object, in sending order, without numbers, encoding or
/// throttles. Ceph: <c>DispatchQueue::local_delivery</c>.
/// </summary>
internal sealed class LoopbackActor : ReceiveActor
{
    private readonly Connection _loopback;
    private readonly FastDispatcherChain _fastDispatchers;
    private readonly IActorRef _dispatch;
    private readonly int _defaultPriority;
    private readonly TimeProvider _clock;

    public LoopbackActor(Connection loopback, FastDispatcherChain fastDispatchers, IActorRef dispatch, int defaultPriority, TimeProvider clock)
    {
        _loopback = loopback;
        _fastDispatchers = fastDispatchers;
        _dispatch = dispatch;
        _defaultPriority = defaultPriority;
        _clock = clock;
        Receive<OutboxFilled>(_ => EmptyOutbox());
    }

    internal static Props Props(Connection loopback, FastDispatcherChain fastDispatchers, IActorRef dispatch, int defaultPriority, TimeProvider clock) =>
        Akka.Actor.Props.Create(() => new LoopbackActor(loopback, fastDispatchers, dispatch, defaultPriority, clock));

    private void EmptyOutbox()
    {
        var outbox = _loopback.Outbox;
        DispatchBatch? batch = null;
        outbox.BeginTake();
        while (outbox.TryTake(out var item))
        {
            // A keepalive to oneself needs no answer, and a mark_down has closed the handle already.
            if (item is not CephMessage message)
                continue;
            outbox.Release(message);
            if (_loopback.IsClosed || _fastDispatchers.TryDispatch(_loopback, message))
                continue;
            batch ??= new DispatchBatch(_loopback, _clock.GetTimestamp(), _defaultPriority);
            batch.Add(message);
        }

        if (batch is not null)
            _dispatch.Tell(batch);
    }
}
