using CephActors.Session;

namespace CephActors.Simulation;

/// <summary>What a connection may hold, and what has to be left of it at the end.</summary>
internal sealed partial class Ledger
{
    /// <summary>Handshakes and answers to keepalives that wait for a socket: the driver's own bound and one handshake.</summary>
    private const int MaxControl = 256 + 8;

    /// <summary>One in use, and those whose end is on its way to be told.</summary>
    private const int MaxSockets = 8;

    private void CheckBounds(SimConnection connection)
    {
        var queues = connection.Machine.Queues;
        var book = connection.Book;
        var settings = world.Plan.Settings;
        if (connection.Outbox.HeldMessages != book.Held)
            Fail("memory", $"{connection} counts {connection.Outbox.HeldMessages} messages held, it took {book.Held} more than it let go");
        if (queues.Queued + queues.Unacked > book.Held)
            Fail("memory", $"{connection} keeps {queues.Queued} + {queues.Unacked} messages and answers for {book.Held}");
        if (settings.QueueMessages > 0 && book.Held > settings.QueueMessages)
            Fail("memory", $"{connection} holds {book.Held} messages, its limit is {settings.QueueMessages}");
        if (settings.QueueBytes > 0 && book.Held > 1 && connection.Outbox.HeldBytes > settings.QueueBytes)
            Fail("memory", $"{connection} holds {connection.Outbox.HeldBytes} bytes, its limit is {settings.QueueBytes}");
        if (connection.WaitingControl > MaxControl)
            Fail("memory", $"{connection} keeps {connection.WaitingControl} frames for its socket");
        if (connection.Sockets > MaxSockets)
            Fail("memory", $"{connection} keeps {connection.Sockets} sockets");
        if (connection.Messenger.OverBounds() is { } over)
            Fail("memory", $"{connection.Messenger.Name}: {over}");
        if (connection.Machine.State is SessionState.Closed && queues.Queued + queues.Unacked > 0)
            Fail("memory", $"{connection} is closed and keeps messages");
    }

    /// <summary>A connection that ended without its user's wish was reported dead, once.</summary>
    private static void CheckEnd(SimConnection connection)
    {
        var book = connection.Book;
        if (connection.Machine.State is SessionState.Closed && !book.MarkedDown && book.Resets != 1)
            Fail("not told", $"{connection} is closed ({connection.Machine.LastFault}), and {book.Resets} resets were reported");
        if (connection.IsStopped && book.Held != 0)
            Fail("memory", $"{connection} is over and answers for {book.Held} messages");
    }

    /// <summary>A session that one side has open, the other has open with it.</summary>
    private static void CheckOther(SimConnection connection)
    {
        if (!connection.Machine.IsOpen || connection.IsStopped)
            return;
        var other = connection.Socket?.Other?.Owner;
        if (other is not { IsStopped: false, Machine.IsOpen: true } || other.Book.Partner?.Connection != connection)
            Fail("half open", $"{Describe(connection)}; its peer {(other is null ? "is nobody" : Describe(other))}");
    }
}
