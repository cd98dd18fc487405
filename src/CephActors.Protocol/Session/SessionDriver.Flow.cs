using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Session;

/// <summary>Frames in, frames out: what happens for every message.</summary>
internal sealed partial class SessionDriver
{
    /// <summary>Frames outside the message flow that may wait for the socket.</summary>
    private const int MaxControl = 256;

    /// <summary>Handshake bytes and encoder terms that go out before any message, answers to keepalives.</summary>
    private readonly List<OutgoingFrame> _control = [];

    /// <summary>Frames outside the message flow that wait for the socket.</summary>
    public int WaitingControl => _control.Count;

    private bool Lossless => !machine.Policy.Lossy;

    /// <summary>Nothing waits to be written but an acknowledgement, which has no hurry.</summary>
    public bool OwesOnlyAck => machine is { IsOpen: true, KeepalivePending: false, Queues: { Queued: 0, OwesAck: true } } && _control.Count == 0;

    private bool HasMessagesToWrite => machine.Queues.Queued > 0 || machine.KeepalivePending || machine.Queues.OwesAck;

    /// <summary>Takes what a socket read; of another one than the present only the credits are returned.</summary>
    public void OnFrames(ISessionSocket socket, long incarnation, FrameBatch batch)
    {
        var current = ReferenceEquals(socket, Socket) && incarnation == machine.Incarnation;
        if (current)
            machine.LastActivity = host.Monotonic;
        for (var i = 0; i < batch.Count; i++)
        {
            ref readonly var frame = ref batch[i];
            if (!current || !ReferenceEquals(socket, Socket))
                frame.Message?.Complete();
            else if (frame.Kind is FrameKind.Message)
                Receive(frame.Message!, frame.Value);
            else
                Handle(frame);
        }

        socket.BatchDone(batch);
    }

    /// <summary>
    /// Hands the socket everything that waits, as one batch, if it has nothing in hand: handshake, keepalive, messages by
    /// priority, and one acknowledgement for all that came in. Ceph: <c>ProtocolV1::write_event</c>.
    /// </summary>
    public void Flush()
    {
        if (Socket is not { CanWrite: true } socket)
            return;
        if (_control.Count == 0 && !(machine.IsOpen && HasMessagesToWrite))
            return;

        var batch = OutgoingBatch.Rent();
        foreach (var frame in _control)
            batch.Add(frame);
        _control.Clear();
        var before = machine.Queues.OutSeq;
        if (machine.IsOpen)
            AddMessages(batch);
        machine.LastActivity = host.Monotonic;
        if (machine.Queues.OutSeq != before)
            host.WritingMessages();
        socket.Write(batch);
    }

    private void Receive(CephMessage message, ulong ackSeq)
    {
        // Protocol v2 acknowledges with every message; a message of v1 comes with 0, which acknowledges nothing.
        if (Lossless)
            machine.Queues.Acknowledge(ackSeq);
        if (machine.Queues.TryAccept(message.Seq, Lossless, out var skipped))
        {
            machine.Queues.Traffic.Received.Add(message);
            host.Accept(message, skipped);
            return;
        }

        message.Complete();
        host.AcceptedBefore(message);
    }

    private void Handle(in IncomingFrame frame)
    {
        var incarnation = machine.Incarnation;
        switch (frame.Kind)
        {
            case FrameKind.Ack:
                if (Lossless)
                    machine.Queues.Acknowledge(frame.Value);
                break;
            case FrameKind.Keepalive:
                host.KeepaliveReceived();
                break;
            case FrameKind.Keepalive2:
                host.KeepaliveReceived();
                AnswerKeepalive(frame.Stamp);
                break;
            case FrameKind.Keepalive2Ack:
                host.KeepaliveAcknowledged(frame.Stamp);
                break;
            case FrameKind.Close:
                Step(new SessionInput.CloseReceived(incarnation));
                break;
            case FrameKind.Sequence:
                Step(new SessionInput.FrameReceived(incarnation, new SequenceFrame(frame.Value)));
                break;
            default:
                Step(new SessionInput.FrameReceived(
                    incarnation, frame.Body ?? throw new InvalidOperationException($"A decoder made a {frame.Kind} frame without a body.")));
                break;
        }
    }

    /// <summary>A peer that asks and does not read is not owed more than this: the newest answer stands for those before.</summary>
    private void AnswerKeepalive(UTime stamp)
    {
        if (_control.Count >= MaxControl)
            _control.RemoveAt(_control.Count - 1);
        WriteControl(OutgoingFrame.Keepalive2Ack(stamp));
    }

    private void WriteControl(in OutgoingFrame frame)
    {
        if (Socket is not null)
            _control.Add(frame);
    }

    private void AddMessages(OutgoingBatch batch)
    {
        if (machine.KeepalivePending)
        {
            machine.KeepalivePending = false;
            batch.Add(machine.Terms is { Keepalive2: true }
                ? OutgoingFrame.Keepalive2(UTime.From(host.TimeOfDay))
                : OutgoingFrame.Keepalive());
        }

        long bytes = 0;
        var acknowledged = false;
        for (var frames = 0; frames < limits.Frames && bytes < limits.Bytes; frames++)
        {
            if (!machine.Queues.TryTakeNext(Lossless, out var next))
                break;
            bytes += next.Message.PayloadLength + MessageHeader.WireSize;
            batch.Add(OutgoingFrame.Message(next.Message, next.Seq, source, defaultPriority, machine.Queues.InSeq));
            acknowledged = machine.Terms is { IsV2: true };
        }

        if (acknowledged)
            machine.Queues.TryTakeAck(out _);
        else if (machine.Queues.TryTakeAck(out var seq))
            batch.Add(OutgoingFrame.Ack(seq));
    }
}
