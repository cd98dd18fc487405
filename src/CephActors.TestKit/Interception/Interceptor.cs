using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>
/// Watches the bytes of one messenger's sockets, recognizes the frames in them and, at positions it was given, makes the
/// socket fail, wait or stall. Counts every pass of every position, over all sockets of the messenger, before anything is
/// done to it. All members may be used from any thread. Ceph: <c>src/crimson/net/Interceptor.h</c>.
/// </summary>
/// <remarks>
/// A messenger without one pays nothing. In one write the frames of an open session (keepalives, messages, acknowledgements)
/// belong together: what is done to one of them is done to the whole write. Frames of a handshake are told apart.
/// Received handshake frames reach the messenger whole, so that what is done to them is done before any byte is used.
/// </remarks>
public sealed class Interceptor
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(InterceptedPosition Position, int Round), InterceptionAction> _configured = [];
    private readonly Dictionary<InterceptedPosition, int> _passes = [];
    private readonly List<Action> _held = [];
    private TaskCompletionSource<InterceptedPass> _entered = NewEntered();

    /// <summary>
    /// Told of every pass, on the thread that does the I/O and before it is done; whoever listens must be quick and must not
    /// wait for anything.
    /// </summary>
    public event Action<InterceptedPass>? Passed;

    /// <summary>
    /// Completes when a <see cref="InterceptionAction.Block"/> or <see cref="InterceptionAction.Stall"/> holds a socket: of a stall,
    /// when its bytes were sent or received and the socket is shut. A new task stands here after <see cref="Release"/>.
    /// </summary>
    public Task<InterceptedPass> Held
    {
        get
        {
            lock (_gate)
                return _entered.Task;
        }
    }

    /// <summary>Whether every action that was asked for has found its pass.</summary>
    public bool IsExhausted
    {
        get
        {
            lock (_gate)
                return _configured.Keys.All(key => _passes.GetValueOrDefault(key.Position) >= key.Round);
        }
    }

    /// <summary>Does something to one pass of a position. See <see cref="InterceptionAction"/> for what that is.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="position">Where.</param>
    /// <param name="round">To which pass, counted from 1 over all sockets since this interceptor was made.</param>
    /// <exception cref="ArgumentOutOfRangeException">The round is below 1.</exception>
    /// <exception cref="ArgumentException">Something else than a fault is asked for where there is no socket yet.</exception>
    public void At(InterceptionAction action, InterceptedPosition position, int round = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(round, 1);
        if (position.Point is InterceptionPoint.SocketConnecting or InterceptionPoint.SocketAccepted && action is InterceptionAction.Block or InterceptionAction.Stall)
            throw new ArgumentException($"Only a fault takes effect at {position.Point}: no byte is sent or received there.", nameof(action));
        lock (_gate)
            _configured[(position, round)] = action;
    }

    /// <summary>How often a position was passed.</summary>
    public int PassesOf(InterceptedPosition position)
    {
        lock (_gate)
            return _passes.GetValueOrDefault(position);
    }

    /// <summary>Lets go of the sockets that are held now. Does nothing while none is.</summary>
    public void Release()
    {
        Action[] held;
        lock (_gate)
        {
            if (_held.Count == 0)
                return;
            held = [.. _held];
            _held.Clear();
            _entered = NewEntered();
        }

        foreach (var release in held)
            release();
    }

    /// <summary>The sockets of another transport, intercepted.</summary>
    internal ByteTransport Over(ByteTransport inner) => new InterceptingTransport(inner, this);

    /// <summary>Counts a pass and tells what to do to it.</summary>
    internal InterceptedPass Pass(InterceptedPosition position, SocketInfo? socket)
    {
        InterceptedPass pass;
        lock (_gate)
        {
            var round = _passes[position] = _passes.GetValueOrDefault(position) + 1;
            pass = new InterceptedPass(position, round, _configured.GetValueOrDefault((position, round)), socket);
        }

        Passed?.Invoke(pass);
        return pass;
    }

    /// <summary>A socket waits from now on.</summary>
    internal void Hold(InterceptedPass pass, Action release)
    {
        TaskCompletionSource<InterceptedPass> entered;
        lock (_gate)
        {
            _held.Add(release);
            entered = _entered;
        }

        entered.TrySetResult(pass);
    }

    private static TaskCompletionSource<InterceptedPass> NewEntered() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
