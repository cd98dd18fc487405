using Akka.Dispatch;

namespace CephActors.Execution;

/// <summary>
/// A thread's turn at running actors of <see cref="OpThreads"/>. It ends when there is nothing to run, and makes room for
/// the other work of the pool now and then.
/// </summary>
internal sealed class OpTurn : IThreadPoolWorkItem
{
    /// <summary>Actors that wait in one turn; more of them are offered to others.</summary>
    private const int MaxOwn = 4;

    /// <summary>Actors run before a look at those that wait for any turn.</summary>
    private const int RunsPerLook = 8;

    /// <summary>Actors run before other work of the pool has its chance.</summary>
    private const int RunsPerStay = 64;

    [ThreadStatic]
    private static OpTurn? _current;

    [ThreadStatic]
    private static OpTurn? _spare;

    private readonly Queue<IRunnable> _own = new(MaxOwn);
    private readonly Queue<IThreadPoolWorkItem> _deferred = new();
    private readonly PollList _polled = new();
    private OpThreads? _threads;

    /// <summary>The turn that has this thread.</summary>
    public static OpTurn? Current => _current;

    /// <summary>Begins a turn, allowed by <see cref="OpThreads.TryEnter"/>, on a thread of the pool.</summary>
    public static void Start(OpThreads threads)
    {
        var turn = Rent();
        turn._threads = threads;
        ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: false);
    }

    /// <summary>
    /// Tells something on a thread that has nothing else to do: what wakes by it has its turn, if there may be one more.
    /// </summary>
    /// <param name="tell">Called at once.</param>
    /// <param name="what">What it is given.</param>
    /// <param name="here">The turn is this thread's, otherwise the pool's.</param>
    public static void Tell(Action<object> tell, object what, bool here = true)
    {
        if (_current is not null)
        {
            tell(what);
            return;
        }

        var turn = Rent();
        _current = turn;
        tell(what);
        if (turn._threads is null)
            turn.End();
        else if (here)
            turn.Execute();
        else
            turn.GoOnLater();
    }

    /// <summary>Takes an actor into this turn; false if it has to find another.</summary>
    public bool TryAdd(OpThreads threads, IRunnable run)
    {
        if (_threads is null && threads.TryEnter())
            _threads = threads;
        if (_threads != threads || _own.Count == MaxOwn)
            return false;
        _own.Enqueue(run);
        return true;
    }

    /// <summary>Takes something to ask when there is nothing to run; false if it has to be waited for, since others do.</summary>
    public bool TryPoll(IPolled polled) => _threads is { HasWaiting: false } && _polled.TryAdd(polled);

    /// <summary>
    /// Takes something to do when there is nothing else to run, or when the turn has lasted for long; false if this is no real turn.
    /// </summary>
    public bool TryDefer(IThreadPoolWorkItem item)
    {
        if (_threads is null)
            return false;
        _deferred.Enqueue(item);
        return true;
    }

    /// <inheritdoc/>
    public void Execute()
    {
        _current = this;
        var threads = _threads!;
        for (var runs = 1; runs <= RunsPerStay || MayStay(ref runs); runs++)
        {
            if (runs % RunsPerLook == 0)
                AskOrLeave(threads);
            IRunnable? run;
            if (runs % RunsPerLook == 0 ? !threads.TryTake(out run) && !_own.TryDequeue(out run) : !_own.TryDequeue(out run) && !threads.TryTake(out run))
            {
                if (DoDeferred() || _polled.Poll(threads) || _own.Count > 0 || !threads.TryLeave())
                    continue;
                End();
                return;
            }

            run!.Run();
        }

        GoOnLater();
    }

    /// <summary>
    /// In a turn that does not run out of work nobody else would ask the sockets. Where others wait, they have to wait their turn too.
    /// </summary>
    private void AskOrLeave(OpThreads threads)
    {
        if (threads.HasWaiting)
            _polled.AwaitAll();
        else
            _polled.PollNow();
    }

    /// <summary>Nobody else needs the thread, which may be none of the pool's.</summary>
    private bool MayStay(ref int runs)
    {
        DoDeferred();
        if (Thread.CurrentThread.IsThreadPoolThread && ThreadPool.PendingWorkItemCount > 0)
            return false;
        runs = 1;
        return true;
    }

    private bool DoDeferred()
    {
        var any = _deferred.Count > 0;
        while (_deferred.TryDequeue(out var item))
            item.Execute();
        return any;
    }

    private void GoOnLater()
    {
        _polled.AwaitAll();
        _current = null;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private static OpTurn Rent()
    {
        var turn = _spare ?? new OpTurn();
        _spare = null;
        return turn;
    }

    private void End()
    {
        _threads = null;
        _current = null;
        _spare = this;
    }
}
