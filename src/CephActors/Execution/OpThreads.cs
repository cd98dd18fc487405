using System.Collections.Concurrent;
using Akka.Dispatch;

namespace CephActors.Execution;

/// <summary>
/// Runs the actors of connections in turns on threads of the pool and on those that wait for sockets, no more than so many turns at a time. What the actors of
/// a turn tell each other runs behind them in the same turn: a hop costs a queue, not the waking of a thread.
/// Ceph: the workers of <c>src/msg/async/Stack.h</c>.
/// </summary>
/// <param name="id">The dispatcher it is for.</param>
/// <param name="limit">Turns at a time.</param>
/// <param name="idlePoll">How long a turn that has nothing to run keeps asking sockets before it ends; zero to ask once.</param>
internal sealed class OpThreads(string id, int limit, TimeSpan idlePoll = default) : ExecutorService(id)
{
    private readonly ConcurrentQueue<IRunnable> _waiting = new();
    private int _turns;

    /// <summary>How long a turn that has nothing to run keeps asking.</summary>
    public TimeSpan IdlePoll { get; } = idlePoll;

    /// <summary>Whether somebody waits whom no turn has begun with.</summary>
    public bool HasWaiting => !_waiting.IsEmpty;

    /// <inheritdoc/>
    public override void Execute(IRunnable run)
    {
        if (OpTurn.Current is { } turn && turn.TryAdd(this, run))
            return;
        _waiting.Enqueue(run);
        if (TryEnter())
            OpTurn.Start(this);
    }

    /// <inheritdoc/>
    public override void Shutdown()
    {
        // The threads are the pool's.
    }

    /// <summary>Allows one turn more, if there are not as many as may be.</summary>
    public bool TryEnter()
    {
        var turns = Volatile.Read(ref _turns);
        while (turns < limit)
        {
            var seen = Interlocked.CompareExchange(ref _turns, turns + 1, turns);
            if (seen == turns)
                return true;
            turns = seen;
        }

        return false;
    }

    /// <summary>Takes what no turn has begun with.</summary>
    public bool TryTake(out IRunnable? run) => _waiting.TryDequeue(out run);

    /// <summary>A turn has found nothing more; false if it has to go on after all.</summary>
    public bool TryLeave()
    {
        Interlocked.Decrement(ref _turns);

        // Who enqueued before this and found no turn to be had relies on this one.
        return _waiting.IsEmpty || !TryEnter();
    }
}
