using Akka.Event;
using CephActors.Telemetry;

namespace CephActors.Dispatch;

/// <summary>
/// The fast dispatchers of a messenger, called by whoever reads a connection.
/// Ceph: <c>src/msg/Messenger.h</c>, <c>ms_fast_preprocess</c>, <c>ms_can_fast_dispatch</c>, <c>ms_fast_dispatch</c>, <c>ms_deliver_handle_fast_connect</c>.
/// </summary>
internal sealed class FastDispatcherChain(ILoggingAdapter log)
{
    private readonly Lock _lock = new();
    private volatile IFastDispatcher[] _dispatchers = [];
    private volatile bool _keepsWhatIsShown;

    internal void AddHead(IFastDispatcher dispatcher) => Set(dispatcher, all => [dispatcher, .. all]);

    internal void AddTail(IFastDispatcher dispatcher) => Set(dispatcher, all => [.. all, dispatcher]);

    /// <summary>
    /// Shows a received message to all and gives it to the first that takes it. False: nobody does, it has to be queued.
    /// </summary>
    internal bool TryDispatch(Connection connection, CephMessage message)
    {
        Show(connection, message);
        return TryTake(connection, message);
    }

    /// <summary>Shows a received message to all.</summary>
    internal void Show(Connection connection, CephMessage message)
    {
        foreach (IFastDispatcher dispatcher in _dispatchers)
            Preprocess(dispatcher, connection, message);
        if (_keepsWhatIsShown)
            message.Keep();
    }

    /// <summary>Gives a message that all were shown to the task that waits for it, or to the first that takes it; false if nobody does.</summary>
    internal bool TryTake(Connection connection, CephMessage message)
    {
        if (connection.Asks is { } asks && asks.TryAnswer(message))
            return true;
        foreach (IFastDispatcher dispatcher in _dispatchers)
        {
            if (TryDispatch(dispatcher, connection, message))
                return true;
        }

        return false;
    }

    /// <summary>The connection, opened by this side, has a session; to be called before any message of it.</summary>
    internal void Connect(Connection connection)
    {
        foreach (IFastDispatcher dispatcher in _dispatchers)
            Introduce(dispatcher, connection);
    }

    /// <summary>
    /// As <see cref="Connect"/>, to one that is about to be added: for the loopback connection, which is open all the time.
    /// Ceph: <c>AsyncMessenger::init_local_connection</c>.
    /// </summary>
    internal void Introduce(IFastDispatcher dispatcher, Connection connection)
    {
        try
        {
            dispatcher.FastConnect(connection);
        }
        catch (Exception e)
        {
            LogFailure(e, dispatcher, nameof(IFastDispatcher.FastConnect), connection);
        }
    }

    /// <summary>The connection, opened by the peer, has a session; to be called before any message of it.</summary>
    internal void Accept(Connection connection)
    {
        foreach (IFastDispatcher dispatcher in _dispatchers)
        {
            try
            {
                dispatcher.FastAccept(connection);
            }
            catch (Exception e)
            {
                LogFailure(e, dispatcher, nameof(IFastDispatcher.FastAccept), connection);
            }
        }
    }

    private void Set(IFastDispatcher dispatcher, Func<IFastDispatcher[], IFastDispatcher[]> change)
    {
        lock (_lock)
        {
            _keepsWhatIsShown |= !dispatcher.ReusesMessages && Looks(dispatcher);
            _dispatchers = change(_dispatchers);
        }
    }

    /// <summary>Whether it does anything with what it is shown.</summary>
    private static bool Looks(IFastDispatcher dispatcher)
    {
        var methods = dispatcher.GetType().GetInterfaceMap(typeof(IFastDispatcher));
        var shown = Array.FindIndex(methods.InterfaceMethods, m => m.Name == nameof(IFastDispatcher.FastPreprocess));
        return methods.TargetMethods[shown].DeclaringType != typeof(IFastDispatcher);
    }

    private void Preprocess(IFastDispatcher dispatcher, Connection connection, CephMessage message)
    {
        try
        {
            dispatcher.FastPreprocess(connection, message);
        }
        catch (Exception e)
        {
            LogFailure(e, dispatcher, nameof(IFastDispatcher.FastPreprocess), connection);
        }
    }

    private bool TryDispatch(IFastDispatcher dispatcher, Connection connection, CephMessage message)
    {
        try
        {
            if (!dispatcher.CanFastDispatch(message.Type))
                return false;
            using var activity = MessengerTracing.IsOn ? MessengerTracing.FastDispatching(connection, message) : null;
            if (dispatcher.ReusesMessages && !connection.IsLoopback)
                message.Lend();
            dispatcher.FastDispatch(connection, message);
        }
        catch (Exception e)
        {
            LogFailure(e, dispatcher, nameof(IFastDispatcher.FastDispatch), connection);
            message.Keep();
            message.Finish();
            return true;
        }

        if (dispatcher.Completion == CompletionMode.Explicit)
            message.ReleaseDispatch();
        else
            message.Finish();
        return true;
    }

    // The failure is the handler's, not the session's: a dispatcher actor that throws does not harm it either.
    private void LogFailure(Exception e, IFastDispatcher dispatcher, string call, Connection connection) =>
        log.About(connection).Write(e, MessengerLogLines.FastDispatcherFailed, call, dispatcher.GetType().Name, connection);
}
