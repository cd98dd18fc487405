using Akka.Actor;

namespace CephActors.Tool.Demo;

/// <summary>
/// Has a socket cut at regular times, at one end or the other. Each cut hits an open session on another socket: one whose
/// time comes sooner waits, and none is left out.
/// </summary>
internal sealed class SoakCutter : ReceiveActor, IWithTimers
{
    private readonly TimeSpan _interval;
    private readonly Random _random;
    private IActorRef[] _peers = [];
    private IActorRef? _pausing;
    private int _made;
    private int _owed;
    private bool _cutting;
    private uint _connectSeq;

    /// <param name="perMinute">How often to cut; 0 for never.</param>
    /// <param name="seed">Chooses the ends.</param>
    public SoakCutter(int perMinute, int seed)
    {
        _interval = perMinute == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(1) / perMinute;
        _random = new Random(seed);
        Receive<StartCutting>(m =>
        {
            _peers = m.Peers;
            foreach (var peer in _peers)
                peer.Tell(new NextCut(0, long.MaxValue, long.MaxValue));
            Resume();
        });
        Receive<ResumeCutting>(_ => Resume());
        Receive<PauseCutting>(_ => Pause());
        Receive<Tick>(_ => OnTick());
        Receive<CutMade>(OnMade);
        Receive<CountCuts>(_ => Sender.Tell(_made));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private void Resume()
    {
        if (_interval > TimeSpan.Zero)
            Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _interval);
    }

    private void Pause()
    {
        Timers.CancelAll();
        _pausing = Sender;
        TellIfPaused();
    }

    private void OnTick()
    {
        _owed++;
        CutIfOwed();
    }

    private void OnMade(CutMade cut)
    {
        _made++;
        _cutting = false;
        _connectSeq = cut.ConnectSeq;
        CutIfOwed();
        TellIfPaused();
    }

    private void CutIfOwed()
    {
        if (_cutting || _owed == 0)
            return;
        _owed--;
        _cutting = true;
        _peers[_random.Next(_peers.Length)].Tell(new MakeCut(_connectSeq));
    }

    private void TellIfPaused()
    {
        if (_cutting || _owed > 0 || _pausing is not { } asker)
            return;
        _pausing = null;
        asker.Tell(Paused.Instance);
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}

/// <summary>Make no more cuts; answered with <see cref="Paused"/> when the last is made.</summary>
internal sealed record PauseCutting;

/// <summary>Go on.</summary>
internal sealed record ResumeCutting;

/// <summary>Send no more; answered with <see cref="Paused"/>.</summary>
internal sealed record PauseSending;

/// <summary>Go on.</summary>
internal sealed record ResumeSending;

/// <summary>It stands still.</summary>
internal sealed class Paused
{
    public static readonly Paused Instance = new();

    private Paused()
    {
    }
}
