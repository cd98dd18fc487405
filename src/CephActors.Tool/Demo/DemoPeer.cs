using Akka.Actor;

namespace CephActors.Tool.Demo;

/// <summary>
/// One end of the demonstration: sends the messages of its direction and checks those of the other. It has at most a
/// window of messages under way that the other end has not confirmed; confirmations are messages too, with tid 0.
/// </summary>
internal sealed class DemoPeer : ReceiveActor, IWithTimers
{
    /// <summary>Messages sent in a row before the mailbox is looked at again.</summary>
    private const int Burst = 128;

    private readonly DeliveryLedger _outgoing;
    private readonly DeliveryLedger _incoming;
    private readonly IActorRef _cutter;
    private readonly TaskCompletionSource _received;
    private readonly TaskCompletionSource _broken;
    private readonly SendWindow _window = new();
    private readonly Confirmations _confirmations = new();
    private Connection? _connection;
    private CephMessage? _refused;
    private long _next;
    private long _gate;
    private long _due = long.MaxValue;
    private int _cut = -1;
    private bool _cutting;
    private bool _paused;
    private IActorRef? _pausing;

    /// <param name="outgoing">What this end sends.</param>
    /// <param name="incoming">What it is to receive.</param>
    /// <param name="cutter">Is told when a cut is due.</param>
    /// <param name="received">Completed when everything has arrived.</param>
    /// <param name="broken">Failed when the session ends before its time.</param>
    public DemoPeer(
        DeliveryLedger outgoing, DeliveryLedger incoming, IActorRef cutter, TaskCompletionSource received, TaskCompletionSource broken)
    {
        _outgoing = outgoing;
        _incoming = incoming;
        _cutter = cutter;
        _received = received;
        _broken = broken;
        Receive<MessageReceived>(OnMessage);
        Receive<StartSending>(m =>
        {
            _connection = m.Connection;
            Fill();
        });
        Receive<NextCut>(OnNextCut);
        Receive<MakeCut>(m => CutSocket(m.After));
        Receive<KeepFilling>(_ => Fill());
        Receive<PauseSending>(_ => Pause());
        Receive<ResumeSending>(_ =>
        {
            _paused = false;
            Fill();
        });
        Receive<CutMade>(OnCutMade);
        Receive<ConnectionEstablished>(_ => OnOpened());
        Receive<ConnectionAccepted>(_ => OnOpened());
        // An accepted connection whose socket the registered one takes over is reset as well; it never was the session.
        Receive<ConnectionReset>(
            e => Break($"the session was reset: {e.Reason}"),
            e => e.Connection == _connection);
        Receive<ConnectionReset>(_ => { });
        Receive<ConnectionRemoteReset>(_ => Break("the other end has lost the session"));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private void Break(string reason) => _broken.TrySetException(new CephMessengerException(reason));

    private void OnNextCut(NextCut next)
    {
        (_cut, _due, _gate) = (next.Cut, next.DueAt, next.Gate);
        TellIfDue();
        Fill();
    }

    /// <summary>Has the socket cut when it next carries messages, and sees to it that one follows.</summary>
    private void CutSocket(uint after)
    {
        _cutting = true;
        _connection!.CutSocketAsync(after).PipeTo(Self, success: connectSeq => new CutMade(connectSeq));
        Confirm(always: true);
    }

    private void OnCutMade(CutMade cut)
    {
        _cutting = false;
        _cutter.Tell(cut);
    }

    private void OnOpened()
    {
        if (_cutting)
            Confirm(always: true);
    }

    private void OnMessage(MessageReceived received)
    {
        if (received.Message.Tid == 0)
        {
            _window.OnConfirmed(received.Message);
            Fill();
            return;
        }

        _incoming.Record(received.Message);
        _confirmations.OnReceived(received.Message);
        Confirm();
        TellIfDue();
        if (_incoming.IsComplete)
            _received.TrySetResult();
    }

    private void TellIfDue()
    {
        if (_incoming.Delivered < _due)
            return;
        _due = long.MaxValue;
        _cutter.Tell(new CutDue(_cut));
    }

    private void Confirm(bool always = false)
    {
        if (_connection is not null && (always || _confirmations.IsDue) && TrySend(_confirmations.ToMessage()))
            _confirmations.OnSent();
    }

    private void Fill()
    {
        if (_connection is null)
            return;
        Confirm();
        for (var burst = 0; burst < Burst; burst++)
        {
            if (_refused is null && !MaySendNext())
                return;
            if (!SendNext())
                return;
        }

        Self.Tell(KeepFilling.Instance);
    }

    private bool SendNext()
    {
        var message = _refused ?? _outgoing.Prepare(_next++);
        _refused = null;
        if (TrySend(message))
        {
            _window.OnSent(message);
            TellIfPaused();
            return true;
        }

        // The out queue is full: it drains as the other end acknowledges, and says nothing when it does.
        _refused = message;
        Timers.StartSingleTimer(KeepFilling.Instance, KeepFilling.Instance, TimeSpan.FromMilliseconds(1));
        return false;
    }

    private void Pause()
    {
        _paused = true;
        _pausing = Sender;
        TellIfPaused();
    }

    /// <summary>A message that was refused counts as sent and is still to go.</summary>
    private void TellIfPaused()
    {
        if (!_paused || _refused is not null)
            return;
        _pausing?.Tell(Paused.Instance);
        _pausing = null;
    }

    private bool MaySendNext() => !_paused && _next < Math.Min(_gate, _outgoing.Messages) && _window.IsOpen;

    private bool TrySend(CephMessage message)
    {
        var result = _connection!.Send(message);
        if (result is SendResult.Closed)
            Break("the connection is closed");
        return result is SendResult.Accepted;
    }

    private sealed class KeepFilling
    {
        public static readonly KeepFilling Instance = new();

        private KeepFilling()
        {
        }
    }
}

/// <summary>Send over this connection.</summary>
internal sealed record StartSending(Connection Connection);

/// <summary>The next cut is due when so many messages have been received; until it is made no more than the gate may be sent.</summary>
internal sealed record NextCut(int Cut, long DueAt, long Gate);

/// <summary>Cut a socket of the session, one with a greater connect_seq than this.</summary>
internal sealed record MakeCut(uint After);
