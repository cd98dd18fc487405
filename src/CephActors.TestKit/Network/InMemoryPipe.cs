using System.Buffers;
using Akka.Actor;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>
/// One direction of an in-memory socket: a bounded buffer of bytes between one writer and one reader, which may live in
/// different actor systems, with a line between them that may be slow or blocked. A wake-up is called at most once for each
/// <see cref="TransferStatus.Waiting"/>, outside the lock and from any thread.
/// </summary>
/// <remarks>
/// Writer and reader fail apart: one whose socket is gone fails at once, the other when the reset reaches it. A reset sent
/// into a blocked link is lost; the next segment that reaches the side that is gone is answered by another.
/// </remarks>
internal sealed class InMemoryPipe
{
    private readonly Lock _gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> _arrived = new();
    private readonly InMemoryLine _line;
    private readonly int _capacity;
    private ReadOnlyMemory<byte> _head;
    private int _buffered;
    private bool _finishing;
    private bool _finished;
    private bool _abandoned;
    private Exception? _readFailure;
    private Exception? _writeFailure;
    private Action? _wakeReader;
    private Action? _wakeWriter;

    /// <param name="capacity">Bytes on the line and waiting for the reader.</param>
    /// <param name="receiver">The scheduler on the reader's side, which delays run on.</param>
    public InMemoryPipe(int capacity, IScheduler? receiver = null)
    {
        _capacity = capacity;
        _line = new InMemoryLine(receiver, OnRipe);
    }

    /// <summary>The writer's reset has reached the reader.</summary>
    public Action? ResetArrived { get; set; }

    /// <summary>Something has reached a reader that is gone.</summary>
    public Action? Unwanted { get; set; }

    /// <summary>Why reading failed.</summary>
    public Exception? ReadFailure
    {
        get
        {
            lock (_gate) return _readFailure;
        }
    }

    /// <summary>Why writing failed.</summary>
    public Exception? WriteFailure
    {
        get
        {
            lock (_gate) return _writeFailure;
        }
    }

    /// <summary>Copies as much of <paramref name="data"/> as there is room for and takes it off the front.</summary>
    public TransferStatus Write(ref ReadOnlySequence<byte> data, Action wakeUp)
    {
        Action? after = null;
        lock (_gate)
        {
            if (_writeFailure is not null) return TransferStatus.Failed;
            if (_abandoned) data = default; // as with a kernel's socket, what nobody will read is thrown away
            var count = (int)Math.Min(_capacity - _buffered, data.Length);
            if (count > 0)
            {
                _buffered += count;
                Send(new InMemorySegment(InMemorySegmentKind.Data, data.Slice(0, count).ToArray()), ref after);
                data = data.Slice(count);
            }

            if (!data.IsEmpty) _wakeWriter = wakeUp;
        }

        after?.Invoke();
        return data.IsEmpty ? TransferStatus.Done : TransferStatus.Waiting;
    }

    /// <summary>Takes at most <paramref name="max"/> bytes. They stay valid for good.</summary>
    public TransferStatus Read(int max, Action wakeUp, out ReadOnlySequence<byte> data)
    {
        Action? wakeWriter;
        data = default;
        lock (_gate)
        {
            if (_readFailure is not null) return TransferStatus.Failed;
            if (_head.IsEmpty && !_arrived.TryDequeue(out _head))
            {
                if (_finished) return TransferStatus.EndOfStream;
                _wakeReader = wakeUp;
                return TransferStatus.Waiting;
            }

            var count = Math.Min(max, _head.Length);
            data = new ReadOnlySequence<byte>(_head[..count]);
            _head = _head[count..];
            _buffered -= count;
            wakeWriter = Take(ref _wakeWriter);
        }

        wakeWriter?.Invoke();
        return TransferStatus.Done;
    }

    /// <summary>The writer's FIN: the reader sees it after everything written before.</summary>
    public void Finish()
    {
        Action? after = null;
        lock (_gate)
        {
            if (_finishing || _writeFailure is not null) return;
            _finishing = true;
            Send(new InMemorySegment(InMemorySegmentKind.Fin), ref after);
        }

        after?.Invoke();
    }

    /// <summary>The reader leaves: what has arrived and what will arrive is thrown away.</summary>
    public void Abandon()
    {
        Action? wakeWriter;
        lock (_gate)
        {
            _abandoned = true;
            ClearArrived();
            wakeWriter = Take(ref _wakeWriter);
        }

        wakeWriter?.Invoke();
    }

    /// <summary>The reader's socket is gone: what has arrived is lost.</summary>
    public void FailReader(Exception reason)
    {
        Action? after;
        lock (_gate)
        {
            _readFailure ??= reason;
            ClearArrived();
            after = Take(ref _wakeReader) + Take(ref _wakeWriter);
        }

        after?.Invoke();
    }

    /// <summary>The writer's socket is gone: what is on the line is lost.</summary>
    public void FailWriter(Exception reason)
    {
        Action? wakeWriter;
        lock (_gate)
        {
            _writeFailure ??= reason;
            _buffered -= _line.Clear();
            wakeWriter = Take(ref _wakeWriter);
        }

        wakeWriter?.Invoke();
    }

    /// <summary>Tells the reader's side that the writer's is gone, unless the link is blocked: then it is lost.</summary>
    public void SendReset()
    {
        Action? after = null;
        lock (_gate)
        {
            if (_line.Link.Blocked || _readFailure is not null) return;
            Send(new InMemorySegment(InMemorySegmentKind.Reset), ref after);
        }

        after?.Invoke();
    }

    /// <summary>The link has changed.</summary>
    public void SetLink(LinkState link)
    {
        Action? after = null;
        lock (_gate)
        {
            _line.Link = link;
            Arrive(ref after);
        }

        after?.Invoke();
    }

    private void OnRipe()
    {
        Action? after = null;
        lock (_gate)
        {
            Arrive(ref after);
        }

        after?.Invoke();
    }

    // The scheduler of a reader that is gone may have stopped.
    private void Send(InMemorySegment segment, ref Action? after)
    {
        _line.Send(segment, atOnce: _readFailure is not null);
        Arrive(ref after);
    }

    private void Arrive(ref Action? after)
    {
        while (_line.TryArrive(out var segment))
        {
            if (_readFailure is not null || _abandoned)
                _buffered -= segment.Bytes.Length;
            if (_readFailure is not null)
                after += segment.Kind is InMemorySegmentKind.Reset ? null : Unwanted;
            else if (segment.Kind is InMemorySegmentKind.Reset)
                after += ResetArrived;
            else if (segment.Kind is InMemorySegmentKind.Fin)
                _finished = true;
            else if (!_abandoned)
                _arrived.Enqueue(segment.Bytes);
            after += Take(ref _wakeReader);
        }
    }

    private void ClearArrived()
    {
        _buffered -= _head.Length + _arrived.Sum(chunk => chunk.Length);
        _arrived.Clear();
        _head = default;
    }

    private static Action? Take(ref Action? wakeUp)
    {
        var taken = wakeUp;
        wakeUp = null;
        return taken;
    }
}
