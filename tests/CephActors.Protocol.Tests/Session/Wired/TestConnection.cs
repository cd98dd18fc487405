using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Session;
using CephActors.Session.V1;

namespace CephActors.Protocol.Tests.Session.Wired;

/// <summary>Runs one session machine: turns what sockets, timers and other connections say into inputs and carries out the effects.</summary>
internal sealed partial class TestConnection : IChannel, ISocketOwner
{
    private readonly TestMessenger _messenger;
    private readonly Queue<SessionInput> _followUps = [];
    private readonly Dictionary<SessionTimer, TimeSpan> _timers = [];
    private TestSocket? _socket;
    private bool _stepping;
    private bool _dead;

    public TestConnection(TestMessenger messenger, EntityAddressVector? peer)
    {
        _messenger = messenger;
        Machine = new SessionMachine(messenger.Context, new V1Protocol(), peer, peer is null ? EntityType.None : EntityType.Osd, anonymous: false);
        IsKnownToUsers = peer is not null;
        messenger.Connections.Add(this);
        messenger.Net.Add(this);
    }

    public SessionMachine Machine { get; }

    public bool IsClosed { get; private set; }

    /// <summary>Users asked for this connection, or its dispatchers were told of it.</summary>
    public bool IsKnownToUsers { get; private set; }

    public TimeSpan? NextTimer => _timers.Count == 0 ? null : _timers.Values.Min();

    public void Accept(TestSocket socket, EntityAddress remote)
    {
        Adopt(socket, Machine.Incarnation + 1);
        Step(new SessionInput.SocketAccepted(socket.Incarnation, remote));
    }

    /// <summary>Sends messages whose numbers count from <paramref name="first"/>.</summary>
    public void Send(ulong first, int count = 1)
    {
        if (IsClosed)
            return;
        for (ulong i = 0; i < (ulong)count; i++)
            Machine.Queues.Enqueue(new CephMessage(MessageType.Ping) { Tid = first + i }, 127);
        Step(new SessionInput.SendRequested());
    }

    public void FireTimer()
    {
        var timer = _timers.MinBy(t => t.Value).Key;
        _timers.Remove(timer);
        Step(new SessionInput.TimerFired(timer, _messenger.Net.Now));
    }

    public void Kill()
    {
        _dead = true;
        _timers.Clear();
        _mail.Clear();
        _socket?.Close();
    }

    public void Step(SessionInput input)
    {
        _followUps.Enqueue(input);
        if (_stepping || _dead)
            return;
        _stepping = true;
        while (_followUps.TryDequeue(out var next))
        {
            foreach (var effect in Machine.Step(next))
                CarryOut(effect);
            if (Machine.AwaitsWritten)
                _followUps.Enqueue(new SessionInput.Written(Machine.Incarnation));
        }

        _stepping = false;
        Flush();
    }

    public void Receive(TestSocket socket, object item)
    {
        if (_dead)
            return;
        Machine.LastActivity = _messenger.Net.Now;
        switch (item)
        {
            case SocketUp: Step(new SessionInput.SocketConnected(socket.Incarnation)); break;
            case SocketDown e: Step(new SessionInput.SocketLost(socket.Incarnation, e.Refused, "socket lost")); break;
            case IncomingFrame e: Step(ToInput(socket.Incarnation, e)); break;
            case QueuedMessage e:
                if (Machine.Queues.TryAccept(e.Seq, !Machine.Policy.Lossy, out _))
                    _messenger.Received.Add(e.Message.Tid);
                break;
            case AckItem e when !Machine.Policy.Lossy: Machine.Queues.Acknowledge(e.Seq); break;
        }

        Flush();
    }

    private static SessionInput.FrameReceived ToInput(long incarnation, in IncomingFrame frame) =>
        new(incarnation, frame.Body ?? new SequenceFrame(frame.Value));

    private void CarryOut(SessionEffect effect)
    {
        switch (effect)
        {
            case SessionEffect.Dial e: Adopt(_messenger.Net.Dial(this, e.Target), e.Incarnation); break;
            case SessionEffect.DropSocket: DropSocket(); break;
            case SessionEffect.Write e: _socket?.Send(e.Bytes.ToArray()); break;
            case SessionEffect.Expect e: _socket?.Expect(e.Next); break;
            case SessionEffect.Opened: _socket?.Expect(Expectation.Messages); break;
            case SessionEffect.StartTimer e: _timers[e.Timer] = _messenger.Net.Now + e.Delay; break;
            case SessionEffect.StopTimer e: _timers.Remove(e.Timer); break;
            case SessionEffect.Raise e: Raise(e.Event); break;
            case SessionEffect.LookUp e: LookUp(e); break;
            case SessionEffect.AnswerRequest e: AnswerRequest(e.Decision); break;
            case SessionEffect.Learned e: _messenger.Context.Addresses.Learn(e.Seen); break;
            case SessionEffect.Stopped:
                IsClosed = true;
                _messenger.Peers.Remove(Machine.PeerAddresses, this);
                break;
        }
    }

    private void DropSocket()
    {
        var socket = _socket;
        _socket = null;
        socket?.Close();
        // It may have been given away without our knowing yet.
        if (socket is not null && !ReferenceEquals(socket.Owner, this))
            socket.Owner.Receive(socket, new SocketDown(Refused: false));
    }

    private void Raise(SessionEvent code)
    {
        IsKnownToUsers |= code is SessionEvent.Connect or SessionEvent.Accept;
        _messenger.Raise(this, code);
    }

    private void Adopt(TestSocket socket, long incarnation)
    {
        _socket = socket;
        socket.Owner = this;
        socket.Incarnation = incarnation;
    }

    private void Flush()
    {
        if (!Machine.IsOpen || _socket is not { } socket || _stepping || _dead)
            return;
        if (Machine.KeepalivePending)
        {
            Machine.KeepalivePending = false;
            socket.Send(new KeepaliveItem());
        }

        while (Machine.Queues.TryTakeNext(!Machine.Policy.Lossy, out var next))
            socket.Send(next);
        if (Machine.Queues.TryTakeAck(out var seq))
            socket.Send(new AckItem(seq));
    }
}
