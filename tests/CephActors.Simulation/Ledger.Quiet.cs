using CephActors.Session;

namespace CephActors.Simulation;

/// <summary>What has to hold when faults are over and everybody had time.</summary>
internal sealed partial class Ledger
{
    public void CheckQuiet()
    {
        foreach (var sent in _messages)
            CheckFate(sent);
        for (var entity = 0; entity < world.Plan.Entities; entity++)
            CheckProcess(world.Process(entity));
    }

    /// <summary>A message sent while nothing goes wrong any more.</summary>
    public void CheckArrived(SentMessage sent)
    {
        var told = world.Plan.Settings.IdleTimeout > 0
            && (sent.Connection.Book.Resets > 0 || _disposed[sent.Connection.Messenger.Entity, sent.Entity]);
        if (!sent.Received && !told && !MayMissStart(sent.Connection))
            Fail("no way through", $"{sent} was sent long after the last fault and has not arrived; {Describe(sent.Connection)}");
    }

    private void CheckFate(SentMessage sent)
    {
        var connection = sent.Connection;
        var book = connection.Book;
        if (sent.Received || !connection.Messenger.IsAlive || book.MarkedDown)
            return;
        var told = book.Resets > 0 || (sent.Epoch >= 0 && sent.Epoch < book.RaisedResets);
        if (told || !CanReachPeer(connection) || MayMissStart(connection))
            return;
        // What was written to a lossy socket may be on it when the peer's process dies: that is told when it is noticed.
        Fail("lost", $"{sent} has not arrived, and nobody was told; {Describe(connection)}");
    }

    private void CheckProcess(SimMessenger process)
    {
        if (process.TakenCredits() is { } credits)
            Fail("throttles", $"{process.Name} has received nothing that is not done, and holds {credits}");
        if (process.Dispatcher.Waiting > 0)
            Fail("dispatch stuck", $"{process.Name} has {process.Dispatcher.Waiting} messages and events to dispatch");
        foreach (var connection in process.Connections)
        {
            CheckEnd(connection);
            CheckOther(connection);
            if (connection.IsStopped)
                continue;
            var machine = connection.Machine;
            if (machine.State is SessionState.Closed)
                Fail("never ends", $"{connection} is closed and still holds a socket");
            if (machine.State is SessionState.Accepting)
                Fail("stuck", $"{connection} still waits for a handshake; {Describe(connection)}");
            var waiting = machine.Queues.Queued + (IsDisposed(connection) ? 0 : machine.Queues.Unacked);
            if (waiting > 0 && CanReachPeer(connection))
                Fail("stuck", $"queues do not drain; {Describe(connection)}");
        }
    }

    /// <summary>The peer's process that this connection is about lives, and where only it can connect, means to.</summary>
    private bool CanReachPeer(SimConnection connection)
    {
        if (connection.PeerAddresses.Count == 0)
            return false;
        var peer = world.Process(world.EntityOf(connection.PeerAddresses));
        if (!peer.IsAlive || peer.Context.Addresses.Nonce != connection.PeerAddresses[0].Nonce)
            return false;
        return !connection.Machine.Policy.Server
            || peer.Connections.Any(c => !c.IsClosed && c.PeerAddresses.Count > 0 && world.EntityOf(c.PeerAddresses) == connection.Messenger.Entity);
    }

    /// <summary>
    /// Without an exchange of numbers, and where nobody looks out for resets, a process that comes back starts with numbers that
    /// its peer has seen.
    /// </summary>
    private bool MayMissStart(SimConnection connection)
    {
        var entities = 1 << connection.Messenger.Entity;
        if (connection.PeerAddresses.Count > 0)
            entities |= 1 << world.EntityOf(connection.PeerAddresses);
        return (world.Plan.Settings.WithoutReconnectSeq & entities) != 0 && !connection.Machine.Policy.ResetCheck && IsExcusedWithPeer(connection);
    }

    private bool IsDisposed(SimConnection connection) =>
        connection.PeerAddresses.Count > 0 && _disposed[connection.Messenger.Entity, world.EntityOf(connection.PeerAddresses)];

    private static string Describe(SimConnection connection)
    {
        var machine = connection.Machine;
        return $"{connection} is {machine.State}/{machine.Handshake}{(connection.IsClosed ? ", closed" : "")}, connect_seq {machine.ConnectSeq}, "
            + $"{machine.Queues.Queued} queued, {machine.Queues.Unacked} unacknowledged, last fault: {machine.LastFault ?? "none"}";
    }
}
