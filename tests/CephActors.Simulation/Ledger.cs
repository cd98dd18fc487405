using CephActors.Session;

namespace CephActors.Simulation;

/// <summary>Knows every message of a world and holds the world to what sessions promise.</summary>
internal sealed partial class Ledger(World world)
{
    private static readonly int[] Priorities = [MessagePriority.Low, MessagePriority.Default, MessagePriority.High, MessagePriority.Highest];

    private readonly List<SentMessage> _messages = [];
    private readonly Dictionary<(SimMessenger To, int From, uint Nonce), long> _newestSession = [];
    private readonly bool[,] _excused = new bool[world.Plan.Entities, world.Plan.Entities];
    private readonly bool[,] _disposed = new bool[world.Plan.Entities, world.Plan.Entities];
    private long _sessions;

    public IReadOnlyList<SentMessage> Messages => _messages;

    /// <summary>Messages make room for what they are checked by: the id as tid, a pattern as front.</summary>
    public void Send(SimConnection connection, int to, int priorityIndex, int length, bool reply)
    {
        var id = _messages.Count + 1;
        var front = new byte[length];
        front.AsSpan().Fill((byte)id);
        var priority = Priorities[priorityIndex];
        var message = new CephMessage(MessageType.Ping, front) { Tid = (ulong)id, Priority = (ushort)priority };
        if (!connection.Send(message))
        {
            world.Counters.Rejected++;
            return;
        }

        connection.Book.Held++;
        _messages.Add(new SentMessage(id, connection, to, connection.Book.Sent++, priority, length) { WantsReply = reply });
        world.Counters.Messages++;
        world.Trace?.Invoke($"{connection}: sends {_messages[^1]}, {length} bytes");
    }

    /// <summary>A process restarted or an application closed a connection: between these two, sessions may be lost.</summary>
    public void Excuse(int one, int other) => _excused[one, other] = _excused[other, one] = true;

    /// <summary>One side became lossy: it acknowledges nothing any more and takes no acknowledgement, as in Ceph.</summary>
    public void Dispose(int one, int other) => _disposed[one, other] = _disposed[other, one] = true;

    public bool IsExcused(int one, int other) => _excused[one, other];

    public void Enqueued(SimConnection connection, CephMessage message) => Find(message).Epoch = connection.Book.RaisedResets;

    public void Released(SimConnection connection, CephMessage message)
    {
        var sent = Find(message);
        if (sent.Released)
            Fail("released twice", $"{sent} left its connection a second time");
        sent.Released = true;
        connection.Book.Held--;
        connection.Book.ReleasedNow.Add(sent);
    }

    /// <summary>The session of <paramref name="to"/> accepted a message.</summary>
    public void Received(SimConnection to, CephMessage message, ulong skipped)
    {
        var sent = Find(message);
        var from = sent.Connection;
        var book = to.Book;
        var lossy = world.Cast.IsLossy(from.Messenger.Entity, sent.Entity);
        world.Trace?.Invoke($"{to}: received {sent} under number {message.Seq}{(sent.Received ? ", again" : "")}");
        if (to.Messenger.Entity != sent.Entity)
            Fail("wrong peer", $"{sent} for entity {sent.Entity} arrived at {to}");
        if (message.Front.Length != sent.Length || message.Front.Span.ContainsAnyExcept((byte)sent.Id) || message.Priority != sent.Priority)
            Fail("changed message", $"{sent} arrived at {to} with other content");
        if (sent.Received && (lossy || sent.Last == (to, book.RaisedResets) || !IsExcused(from.Messenger.Entity, sent.Entity)))
            Fail("duplicate", $"{sent} arrived at {to} after it had arrived at {sent.Last.By}");
        if (skipped > 0 && message.Seq - skipped > 1 && !lossy && !IsExcused(from.Messenger.Entity, sent.Entity))
            Fail("gap", $"{sent} arrived at {to} under number {message.Seq}, {skipped} after the one before");
        CheckOrder(to, sent);
        CheckSession(to, sent);
        CheckPartner(to, sent);
        sent.Received = true;
        sent.Last = (to, book.RaisedResets);
        book.Exchanged++;
        if (sent.Epoch == from.Book.RaisedResets)
            from.Book.Exchanged++;
    }

    /// <summary>A message reached its application.</summary>
    public void Dispatched(SimConnection to, CephMessage message, int resetsWhenReceived)
    {
        if (to.Machine.State is SessionState.Closed)
            Fail("message after reset", $"{Find(message)} reached the dispatcher of {to}, which is closed");
        if (to.Book.DispatchedResets > resetsWhenReceived)
            Fail("message after reset", $"{Find(message)} of the old session reached the dispatcher of {to} after the reset");
        var sent = Find(message);
        if (sent.WantsReply)
            Send(to, sent.Connection.Messenger.Entity, Array.IndexOf(Priorities, sent.Priority), Math.Min(sent.Length, 50), reply: false);
    }

    /// <summary>An event was raised.</summary>
    public void Raised(SimConnection connection, SessionEvent what)
    {
        var book = connection.Book;
        switch (what)
        {
            case SessionEvent.Connect or SessionEvent.Accept:
                world.Counters.Opened++;
                var begins = !book.WasOpen || IsNone(connection);
                Opened(connection);
                if (begins)
                    book.Sessions[book.RaisedResets] = ++_sessions;
                if (book.WasOpen)
                    world.Counters.Reconnects++;
                book.WasOpen = true;
                book.Connected |= what is SessionEvent.Connect;
                break;
            case SessionEvent.RemoteReset:
                world.Counters.Resets++;
                // An acceptor whose answer never arrived is asked anew as if there had been nothing, and takes that for a reset
                // if it looks out for resets.
                if ((book.Exchanged > 0 || book.Connected || !connection.Machine.Policy.ResetCheck) && !IsLossy(connection) && !IsExcusedWithPeer(connection))
                    Fail("reset without cause", $"{connection} is told that its peer lost the session, which nobody did");
                book.RaisedResets++;
                book.Sessions.Add(0);
                book.Exchanged = 0;
                book.Partner = null;
                book.WasOpen = false;
                book.Connected = false;
                break;
            case SessionEvent.Reset:
                world.Counters.Resets++;
                if (++book.Resets > 1)
                    Fail("reset twice", $"{connection} was reported dead before");
                if (book.WasOpen && !connection.Machine.Policy.Lossy && !IsExcusedWithPeer(connection))
                    Fail("reset without cause", $"{connection} is reported dead, which nobody wanted");
                break;
        }
    }

    /// <summary>What has to hold for a connection after each thing it did.</summary>
    public void Check(SimConnection connection)
    {
        var machine = connection.Machine;
        var book = connection.Book;
        var closed = machine.State is SessionState.Closed;
        foreach (var sent in book.ReleasedNow)
        {
            if (!sent.Received && !connection.Machine.Policy.Lossy && !closed && sent.Epoch == book.RaisedResets
                && !MayMissStart(connection))
                Fail("lost", $"{sent} left its connection without having arrived, and nobody was told");
        }

        book.ReleasedNow.Clear();
        if (machine.Queues.InSeq < book.InSeq && book.InSeqResets == book.RaisedResets && !book.PeerReset && !machine.PeerReset && !closed)
            Fail("in_seq went back", $"{connection} had {book.InSeq}, now {machine.Queues.InSeq}");
        book.InSeq = machine.Queues.InSeq;
        book.InSeqResets = book.RaisedResets;
        if (machine is { State: SessionState.Connecting, PeerReset: true } && !book.PeerReset)
            Disowned(connection);
        book.PeerReset = machine.PeerReset;
        if (closed && !connection.IsClosed)
            Fail("handle open", $"the session of {connection} is closed, its handle is not");
        CheckRegistered(connection);
        CheckBounds(connection);
    }

    /// <summary>What was sent before with at least the same priority has arrived before.</summary>
    private void CheckOrder(SimConnection to, SentMessage sent)
    {
        var key = (sent.Connection.Serial, to.Book.RaisedResets);
        if (!to.Book.Order.TryGetValue(key, out var newest))
        {
            to.Book.Order.Add(key, newest = new int[Priorities.Length]);
            Array.Fill(newest, -1);
        }

        for (var i = 0; i < Priorities.Length && Priorities[i] <= sent.Priority; i++)
        {
            if (newest[i] >= sent.Index)
                Fail("order", $"{sent} arrived at {to} after its {newest[i]}th of priority {Priorities[i]}");
        }

        newest[Array.IndexOf(Priorities, sent.Priority)] = sent.Index;
    }

    /// <summary>Once messages of a newer session with the same address have arrived, those of older ones are over.</summary>
    private void CheckSession(SimConnection to, SentMessage sent)
    {
        // What still comes in on a connection that its user has closed goes no further.
        if (to.Machine.Anonymous || to.IsClosed)
            return;
        var from = sent.Connection.Messenger;
        var key = (to.Messenger, from.Entity, sent.Connection.Nonce);
        var session = sent.Connection.Book.Sessions[sent.Epoch];
        if (_newestSession.TryGetValue(key, out var newest) && newest > session)
            Fail("old session", $"{sent} of session {session} arrived at {to} after one of session {newest}");
        _newestSession[key] = session;
    }

    private bool IsLossy(SimConnection connection) =>
        world.Cast.IsLossy(connection.Messenger.Entity, world.EntityOf(connection.PeerAddresses));

    private bool IsExcusedWithPeer(SimConnection connection) =>
        connection.PeerAddresses.Count == 0 || IsExcused(connection.Messenger.Entity, world.EntityOf(connection.PeerAddresses));

    private SentMessage Find(CephMessage message) =>
        message.Tid - 1 < (ulong)_messages.Count
            ? _messages[(int)message.Tid - 1]
            : throw new InvariantException("unknown message", $"tid {message.Tid} was never sent");

    private static void Fail(string rule, string detail) => throw new InvariantException(rule, detail);
}
