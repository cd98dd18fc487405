using System.Buffers;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>
/// One direction of an in-memory socket: a bounded buffer of bytes between one writer and one reader, which may live in
/// different actor systems. A wake-up is called at most once for each <see cref="TransferStatus.Waiting"/>, outside the
/// lock and from the other side's thread.
/// </summary>
internal sealed class InMemoryPipe(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> _chunks = new();
    private ReadOnlyMemory<byte> _head;
    private int _buffered;
    private bool _finished;
    private bool _abandoned;
    private Exception? _failure;
    private Action? _wakeReader;
    private Action? _wakeWriter;

    /// <summary>Why the pipe failed.</summary>
    public Exception? Failure
    {
        get
        {
            lock (_gate) return _failure;
        }
    }

    /// <summary>Copies as much of <paramref name="data"/> as there is room for and takes it off the front.</summary>
    public TransferStatus Write(ref ReadOnlySequence<byte> data, Action wakeUp)
    {
        Action? wakeReader;
        lock (_gate)
        {
            if (_failure is not null) return TransferStatus.Failed;
            if (_abandoned) data = default; // as with a kernel's socket, what nobody will read is thrown away
            var count = (int)Math.Min(capacity - _buffered, data.Length);
            if (count > 0)
            {
                _chunks.Enqueue(data.Slice(0, count).ToArray());
                _buffered += count;
                data = data.Slice(count);
            }

            if (!data.IsEmpty) _wakeWriter = wakeUp;
            wakeReader = count > 0 ? Take(ref _wakeReader) : null;
        }

        wakeReader?.Invoke();
        return data.IsEmpty ? TransferStatus.Done : TransferStatus.Waiting;
    }

    /// <summary>Takes at most <paramref name="max"/> bytes. They stay valid for good.</summary>
    public TransferStatus Read(int max, Action wakeUp, out ReadOnlySequence<byte> data)
    {
        Action? wakeWriter;
        data = default;
        lock (_gate)
        {
            if (_failure is not null) return TransferStatus.Failed;
            if (_head.IsEmpty && !_chunks.TryDequeue(out _head))
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
        Action? wakeReader;
        lock (_gate)
        {
            _finished = true;
            wakeReader = Take(ref _wakeReader);
        }

        wakeReader?.Invoke();
    }

    /// <summary>The reader leaves: what is buffered and what will be written is thrown away.</summary>
    public void Abandon()
    {
        Action? wakeWriter;
        lock (_gate)
        {
            _abandoned = true;
            Clear();
            wakeWriter = Take(ref _wakeWriter);
        }

        wakeWriter?.Invoke();
    }

    /// <summary>Breaks the pipe for both sides at once.</summary>
    public void Fail(Exception reason)
    {
        Action? wakeReader;
        Action? wakeWriter;
        lock (_gate)
        {
            _failure ??= reason;
            Clear();
            wakeReader = Take(ref _wakeReader);
            wakeWriter = Take(ref _wakeWriter);
        }

        wakeReader?.Invoke();
        wakeWriter?.Invoke();
    }

    private void Clear()
    {
        _chunks.Clear();
        _head = default;
        _buffered = 0;
    }

    private static Action? Take(ref Action? wakeUp)
    {
        var taken = wakeUp;
        wakeUp = null;
        return taken;
    }
}
