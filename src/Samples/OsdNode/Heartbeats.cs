using Akka.Actor;
using CephActors;
using CephActors.Messages;

namespace OsdNode;

/// <summary>
/// Sends heartbeats to one peer, front and back, and tells when it answers no more. Ceph: <c>OSD::heartbeat</c>,
/// <c>heartbeat_check</c>, <c>heartbeat_reset</c>.
/// </summary>
internal sealed class Heartbeats : ReceiveActor, IWithTimers
{
    private readonly NodeAddresses _peer;
    private readonly Guid _fsid;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _grace;
    private readonly IProgress<HeartbeatNews> _told;
    private readonly CephMessenger _frontMessenger = Context.System.CephMessenger("hb-front-client");
    private readonly CephMessenger _backMessenger = Context.System.CephMessenger("hb-back-client");
    private readonly Way _front = new();
    private readonly Way _back = new();

    public Heartbeats(NodeAddresses peer, Guid fsid, TimeSpan interval, TimeSpan grace, IProgress<HeartbeatNews> told)
    {
        (_peer, _fsid, _interval, _grace, _told) = (peer, fsid, interval, grace, told);
        Receive<Beat>(_ => OnBeat());
        Receive<MessageReceived>(OnAnswer);
        // The next beat connects again; one that nobody answers is the peer's end.
        Receive<ConnectionRefused>(e => Fail($"connection refused at {e.Connection.PeerAddresses}"));
        ReceiveAny(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        var options = new DispatcherOptions { Types = [MessageType.OsdPing] };
        _frontMessenger.AddDispatcherTail(Self, options);
        _backMessenger.AddDispatcherTail(Self, options);
        _front.AnsweredAt = _back.AnsweredAt = Now;
        Timers.StartPeriodicTimer(nameof(Beat), Beat.Instance, TimeSpan.Zero, _interval);
    }

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    private void OnBeat()
    {
        var silent = Now - (_front.AnsweredAt < _back.AnsweredAt ? _front : _back).AnsweredAt;
        if (silent > _grace)
        {
            Fail($"no answer for {silent.TotalSeconds:0.0} s");
            return;
        }

        // Padded, so that a network that drops large packets shows itself.
        var ping = new MOSDPing(_fsid, 1, OsdPingOperation.Ping, UTime.From(Now)) { MinSize = 2000 };
        _front.Connection = _frontMessenger.ConnectTo(_peer.HeartbeatFront, EntityType.Osd);
        _back.Connection = _backMessenger.ConnectTo(_peer.HeartbeatBack, EntityType.Osd);
        _front.Connection.Send(ping.ToMessage());
        _back.Connection.Send(ping.ToMessage());
    }

    private void OnAnswer(MessageReceived received)
    {
        if (!MOSDPing.TryDecode(received.Message, out var ping, out _) || ping.Operation is not OsdPingOperation.PingReply)
            return;
        var way = received.Connection == _front.Connection ? _front : _back;
        way.AnsweredAt = Now;
        way.Took = Now - ping.PingStamp.ToDateTimeOffset();
        if (_front.Took is { } front && _back.Took is { } back)
        {
            _told.Report(new HeartbeatNews.Alive(_peer.Id, front, back));
            _front.Took = _back.Took = null;
        }
    }

    private void Fail(string reason)
    {
        _told.Report(new HeartbeatNews.Failed(_peer.Id, reason));
        Context.Stop(Self);
    }

    private sealed class Way
    {
        public Connection? Connection { get; set; }

        public DateTimeOffset AnsweredAt { get; set; }

        public TimeSpan? Took { get; set; }
    }

    private sealed record Beat
    {
        public static readonly Beat Instance = new();
    }
}
