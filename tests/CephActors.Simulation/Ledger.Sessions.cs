using CephActors.Session;

namespace CephActors.Simulation;

/// <summary>Which session of the one side belongs to which of the other, and the numbers their messages have.</summary>
internal sealed partial class Ledger
{
    /// <summary>
    /// Connections that were opened by a connect which its sender had given up: by address and connect_seq, which is all that
    /// protocol v1 has, they cannot be told from the one that its sender really was in session with.
    /// </summary>
    private readonly HashSet<(SessionId Of, SimConnection Ghost)> _ghosts = [];

    /// <summary>Who has opened with whom.</summary>
    private readonly HashSet<(SessionId Own, SessionId Partner)> _opened = [];

    /// <summary>
    /// A session is written under numbers that go up by one, and a message that is written again in the same session has the
    /// number it had.
    /// </summary>
    public void Written(SimConnection connection, SimSocket socket, CephMessage message, ulong seq)
    {
        var book = connection.Book;
        var sent = Find(message);
        if (book.WroteTo == socket && seq != book.LastWritten + 1)
            Fail("numbers", $"{sent} is written under number {seq}, after {book.LastWritten}");
        var now = (seq, book.RaisedResets, book.Partner);
        if (sent.Written.Seq == 0 && book.GreatestWritten >= seq && !IsExcusedWithPeer(connection))
            Fail("numbers", $"{sent} is written under number {seq}, which went to another message of the session");
        if (sent.Written is { Seq: not 0 } before && before.Epoch == book.RaisedResets && before.Partner == book.Partner
            && before.Seq != seq && !IsExcusedWithPeer(connection))
            Fail("numbers", $"{sent} is written under number {seq}, before under {before.Seq}");
        sent.Written = now;
        book.WroteTo = socket;
        book.LastWritten = seq;
        book.GreatestWritten = Math.Max(book.GreatestWritten, seq);
    }

    /// <summary>
    /// Who looks out for resets goes on with the very session of the peer it went on with before, or has been told that it
    /// is another.
    /// </summary>
    private void Opened(SimConnection connection)
    {
        var book = connection.Book;
        var policy = connection.Machine.Policy;
        var other = connection.Socket?.Other;
        var partner = other?.Speaker
            ?? throw new InvariantException("opened by nobody", $"{connection} is open and its peer has not said a word");
        if (other!.HasEnded)
            _ghosts.Add((partner, connection));
        var own = new SessionId(connection, book.RaisedResets);
        if (book.Partner is { } old && old != partner && policy is { ResetCheck: true, Lossy: false } && !MayMistake(own, partner))
            Fail("not told", $"{connection} was in session with {old}, is now with {partner}, and no reset was reported");
        _opened.Add((own, partner));
        if (book.Partner != partner)
            book.GreatestWritten = 0;
        book.Partner = partner;
        book.EverOpen = true;
    }

    /// <summary>
    /// The peer says that it never had the session. If that is so, there was none: what was written in it is still queued, and
    /// nobody has anything to be told of when another one begins.
    /// </summary>
    private void Disowned(SimConnection connection)
    {
        if (IsNone(connection))
            connection.Book.Partner = null;
    }

    /// <summary>Its session is only its own: the answer never reached the peer, and nothing came through.</summary>
    private bool IsNone(SimConnection connection)
    {
        var book = connection.Book;
        return book.Exchanged == 0 && (book.Partner is null || IsHalf(new SessionId(connection, book.RaisedResets)));
    }

    /// <summary>It goes on with what its own given-up connect has opened, or two meet who were both opened so.</summary>
    private bool MayMistake(SessionId own, SessionId partner) =>
        _ghosts.Contains((own, partner.Connection))
        || (IsHalf(own) && (partner.Connection.Book.Partner == own || IsHalf(partner)));

    /// <summary>It answered a connect, and the answer never reached who had sent it: that one has no part in the session.</summary>
    private bool IsHalf(SessionId session) =>
        session.Connection.Book.Partner is { } with && !_opened.Contains((with, session));

    /// <summary>Messages come from the session that was opened with, so never from one before a reset.</summary>
    private static void CheckPartner(SimConnection to, SentMessage sent)
    {
        var from = new SessionId(sent.Connection, sent.Epoch);
        if (to.Book.Partner is { } partner && partner != from)
            Fail("other session", $"{sent} of {from} arrived at {to}, which is in session with {partner}");
    }

    /// <summary>Sessions that are more than a first handshake hold the address of their peer.</summary>
    private static void CheckRegistered(SimConnection connection)
    {
        var machine = connection.Machine;
        if (machine.Anonymous || connection.IsClosed || machine.State is SessionState.Closed or SessionState.None)
            return;
        if (machine.State is SessionState.Accepting && machine.Handshake is not HandshakeStep.Sequence && !machine.Replacing)
            return;
        if (!connection.Messenger.Peers.TryGet(machine.PeerAddresses, out var registered) || registered != connection)
            Fail("not registered", $"{connection} is {machine.State} while {machine.PeerAddresses} is registered for another");
    }
}
