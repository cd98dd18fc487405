using Akka.Actor;

namespace CephActors.Tool.Demo;

/// <summary>
/// Has the socket of one end cut when the schedule says so. Each cut hits an open session on another socket: a cut that is
/// due sooner waits until the ends have found together again.
/// </summary>
internal sealed class Cutter : ReceiveActor
{
    private readonly CutSchedule _schedule;
    private readonly TaskCompletionSource _finished;
    private IActorRef[] _peers = [];
    private int _made;
    private bool _due;
    private uint _connectSeq;

    /// <param name="schedule">When and where to cut.</param>
    /// <param name="finished">Completed when all cuts are made.</param>
    public Cutter(CutSchedule schedule, TaskCompletionSource finished)
    {
        _schedule = schedule;
        _finished = finished;
        Receive<StartCutting>(m =>
        {
            _peers = m.Peers;
            Announce();
        });
        Receive<CutDue>(OnDue);
        Receive<CutMade>(OnMade);
        Receive<CountCuts>(_ => Sender.Tell(_made));
    }

    private void Announce()
    {
        if (_made == _schedule.Count)
            _finished.TrySetResult();
        foreach (var peer in _peers)
            peer.Tell(new NextCut(_made, _schedule.DueAt(_made), _schedule.GateOf(_made)));
    }

    private void OnDue(CutDue due)
    {
        // Both ends say so; the second may be late.
        if (due.Cut != _made || _due)
            return;
        _due = true;
        _peers[_schedule.EndOf(_made)].Tell(new MakeCut(_connectSeq));
    }

    private void OnMade(CutMade cut)
    {
        _made++;
        _due = false;
        _connectSeq = cut.ConnectSeq;
        Announce();
    }
}

/// <summary>Who takes part.</summary>
internal sealed record StartCutting(IActorRef[] Peers);

/// <summary>An end has received as much as the schedule asks for before this cut.</summary>
internal sealed record CutDue(int Cut);

/// <summary>A socket was cut, that of the session with this connect_seq.</summary>
internal sealed record CutMade(uint ConnectSeq);

/// <summary>Answered with the number of cuts made.</summary>
internal sealed class CountCuts
{
    public static readonly CountCuts Instance = new();

    private CountCuts()
    {
    }
}
