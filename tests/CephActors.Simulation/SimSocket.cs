using CephActors.Framing;
using CephActors.Session;
using CephActors.Streams;

namespace CephActors.Simulation;

/// <summary>
/// One end of a link with the production decoder and encoder, behaving as the streams do: the decoder pauses and blocks,
/// one batch is in flight, the owner is told through its mailbox and may be another one from one moment to the next.
/// </summary>
internal sealed class SimSocket(World world, SimConnection owner, long incarnation, FrameCodec codec) : ISessionSocket
{
    /// <summary>Banner, connect or ident, what an authentication takes, and each kind of retry a few times.</summary>
    private const int MaxHandshakeWrites = 20;

    private readonly IFrameDecoder _decoder = codec.CreateDecoder();
    private readonly IFrameEncoder _encoder = codec.CreateEncoder();
    private readonly Queue<ReadOnlyMemory<byte>> _input = new();
    private SimLink? _link;
    private int _side;
    private Action? _gateReady;
    private IBlockableGate? _gate;
    private ReadOnlyMemory<byte> _chunk;
    private DecodeStatus _status = DecodeStatus.Paused;
    private bool _waitsAtGate;
    private bool _finished;
    private bool _writing;
    private int _unreturned;
    private int _handshakeWrites;
    private SocketLoss? _loss;
    private SimConnection? _toldEnd;

    public SimConnection Owner { get; private set; } = owner;

    public long Incarnation { get; private set; } = incarnation;

    public SimLink? Link => _link;

    /// <summary>The other end; null before it is accepted.</summary>
    public SimSocket? Other => _link is { IsEstablished: true } link ? link.Side(1 - _side) : null;

    /// <summary>The session that last spoke on it: a connection and how often it was reset before.</summary>
    public SessionId? Speaker { get; private set; }

    public bool HasEnded => _loss is not null;

    public bool CanWrite => !_writing && !HasEnded;

    public bool IsWriting => _writing;

    public void Attach(SimLink link, int side)
    {
        _link = link;
        _side = side;
    }

    /// <summary>A connect was answered by one to retry that sets no limit.</summary>
    public void AskedToRetry() => _handshakeWrites--;

    public void OnConnected()
    {
        if (!HasEnded)
            Owner.Tell(new SocketUp(Incarnation));
    }

    public void Expect(Expectation next, FramePhase? phase = null)
    {
        if (HasEnded)
            return;
        _decoder.Expect(next, phase);
        _gate = (IBlockableGate?)phase?.Gate;
        _status = DecodeStatus.Done;
        Continue();
    }

    public bool Write(OutgoingBatch batch)
    {
        if (!CanWrite)
            return false;
        _writing = true;
        if (Owner.Machine.State is SessionState.Connecting && ++_handshakeWrites > MaxHandshakeWrites)
            throw new InvariantException("restless", $"{Owner} asks for the {_handshakeWrites}th time on {_link} and is not let in");
        Speaker = new SessionId(Owner, Owner.Book.RaisedResets);
        var buffer = world.EncodeBuffer;
        foreach (ref readonly var frame in batch.Frames)
        {
            _encoder.Encode(frame, buffer);
            if (frame.Content is { } message)
                world.Ledger.Written(Owner, this, message, frame.Value);
        }

        batch.Return();
        var bytes = new byte[buffer.Length];
        var at = 0;
        foreach (var segment in buffer.ToSequence())
        {
            segment.Span.CopyTo(bytes.AsSpan(at));
            at += segment.Length;
        }

        buffer.Reset();
        if (bytes.Length == 0)
            world.After(1, OnWritten);
        else
            _link!.To(1 - _side).Send(bytes);
        return true;
    }

    public void BatchDone(FrameBatch batch)
    {
        batch.Return();
        _unreturned--;
        Continue();
    }

    public void Abort() => End(new SocketLoss("aborted from this side", Refused: false, null));

    public void HandOver(SimConnection owner, long incarnation)
    {
        Owner = owner;
        Incarnation = incarnation;
        if (HasEnded)
            TellEnd();
    }

    public void OnWritten()
    {
        _writing = false;
        if (!HasEnded)
            Owner.Tell(new WriteDone(this));
    }

    public void OnBytes(ReadOnlyMemory<byte> bytes)
    {
        if (HasEnded)
            return;
        _input.Enqueue(bytes);
        Continue();
    }

    public void OnEnd()
    {
        _finished = true;
        FinishIfDrained();
    }

    public void OnFailed(string reason, bool refused = false) => End(new SocketLoss(reason, refused, null));

    /// <summary>The process is gone: nobody is told anything.</summary>
    public void OnDied()
    {
        _loss = new SocketLoss("died", Refused: false, null);
        LeaveGate();
        _decoder.Abandon();
    }

    private void Continue()
    {
        while (!HasEnded && !_waitsAtGate && _unreturned < SocketStream.MaxUnreturnedBatches)
        {
            FrameBatch? batch = null;
            _status = Read(ref batch);
            if (batch is not null)
            {
                _unreturned++;
                Owner.Tell(new FramesIn(this, Incarnation, batch));
            }

            if (_status is DecodeStatus.Invalid)
                End(new SocketLoss("bad frame", Refused: false, _decoder.Error));
            else if (_finished)
                FinishIfDrained();
            if (_status is DecodeStatus.Blocked && batch is null)
                WaitAtGate();
            if (_status is not (DecodeStatus.Done or DecodeStatus.Blocked))
                return;
        }
    }

    private DecodeStatus Read(ref FrameBatch? batch)
    {
        while (true)
        {
            var rest = _chunk.Span;
            DecodeStatus status;
            while ((status = _decoder.TryRead(ref rest, out var frame)) == DecodeStatus.Done)
            {
                batch ??= FrameBatch.Rent();
                batch.Add(frame);
            }

            _link!.To(_side).Take(_chunk.Length - rest.Length);
            _chunk = _chunk[^rest.Length..];
            if (status is not DecodeStatus.NeedMore || !_input.TryDequeue(out _chunk))
                return status;
        }
    }

    private void WaitAtGate()
    {
        if (HasEnded)
            return;
        world.Trace?.Invoke($"{_link}: {Owner} waits at its throttles");
        world.Counters.Blocked++;
        _waitsAtGate = true;
        _gateReady ??= () => world.After(1, OnGateReady);
        _gate!.OnReady(_gateReady);
    }

    private void OnGateReady()
    {
        _waitsAtGate = false;
        Continue();
    }

    private void LeaveGate()
    {
        if (_waitsAtGate)
            _gate!.CancelWait(_gateReady!);
        _waitsAtGate = false;
    }

    private void FinishIfDrained()
    {
        if (HasEnded || !_chunk.IsEmpty || _input.Count > 0 || _status is DecodeStatus.Done or DecodeStatus.Blocked)
            return;
        End(_decoder.EndOfInput() is DecodeStatus.Done
            ? new SocketLoss("closed by the peer", Refused: false, null)
            : new SocketLoss("closed by the peer", Refused: false, _decoder.Error));
    }

    private void End(SocketLoss loss)
    {
        if (HasEnded)
            return;

        // What begins to come out at the other end was taken by the system here before, and whole if it is as short as what a
        // session waits for. The owner of a real socket is told so first.
        if (_writing && _link is { } link && link.To(1 - _side).HasBegun)
            OnWritten();
        _loss = loss;
        LeaveGate();
        _decoder.Abandon();
        _input.Clear();
        _chunk = default;
        _link?.Close(_side);
        TellEnd();
    }

    private void TellEnd()
    {
        if (ReferenceEquals(_toldEnd, Owner))
            return;
        _toldEnd = Owner;
        Owner.Tell(new SocketDown(this, Incarnation, _loss!));
    }

    public override string ToString() => _link?.ToString() ?? "socket";
}

/// <summary>How a socket ended.</summary>
internal sealed record SocketLoss(string Reason, bool Refused, FrameError? Error);

/// <summary>The socket is established.</summary>
internal sealed record SocketUp(long Incarnation);

/// <summary>Frames arrived.</summary>
internal sealed record FramesIn(SimSocket Socket, long Incarnation, FrameBatch Batch);

/// <summary>The last batch was taken by the network.</summary>
internal sealed record WriteDone(SimSocket Socket);

/// <summary>The socket has ended.</summary>
internal sealed record SocketDown(SimSocket Socket, long Incarnation, SocketLoss Loss);
