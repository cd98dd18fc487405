using System.Buffers;

namespace CephActors.Framing;

/// <summary>
/// Collects encoded frames for one write: what is small is copied together into pooled arrays, what is large stays where it is and is referenced.
/// </summary>
/// <remarks>
/// After the first rounds nothing is allocated any more. The sequence handed out, and the memory it refers to, belong to whoever
/// sends it until <see cref="Reset"/>. Not thread-safe.
/// </remarks>
internal sealed class FrameBuffer(int gatherThreshold)
{
    private const int BlockSize = 64 << 10;
    private const int KeptSegments = 1024;

    private readonly List<byte[]> _blocks = [];
    private readonly List<BufferSegment> _segments = [];
    private int _linked;
    private byte[] _block = [];
    private int _start;
    private int _end;

    /// <summary>How many bytes were collected.</summary>
    public long Length { get; private set; }

    /// <summary>Room for <paramref name="size"/> bytes in one piece, to be filled and counted with <see cref="Advance"/>.</summary>
    public Span<byte> GetSpan(int size)
    {
        if (_block.Length - _end < size)
        {
            Flush();
            _block = ArrayPool<byte>.Shared.Rent(Math.Max(size, BlockSize));
            _blocks.Add(_block);
            _start = _end = 0;
        }

        return _block.AsSpan(_end, size);
    }

    /// <summary>Counts the first <paramref name="count"/> bytes of the last span as written.</summary>
    public void Advance(int count)
    {
        _end += count;
        Length += count;
    }

    /// <summary>Adds a payload: copied if short, referenced if not.</summary>
    public void Append(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length <= gatherThreshold)
        {
            if (bytes.Length > 0)
            {
                bytes.Span.CopyTo(GetSpan(bytes.Length));
                Advance(bytes.Length);
            }

            return;
        }

        Flush();
        Link(bytes);
        Length += bytes.Length;
    }

    /// <summary>All that was collected, valid until <see cref="Reset"/>.</summary>
    public ReadOnlySequence<byte> ToSequence()
    {
        Flush();
        return _linked switch
        {
            0 => ReadOnlySequence<byte>.Empty,
            1 => new ReadOnlySequence<byte>(_segments[0].Memory),
            _ => new ReadOnlySequence<byte>(_segments[0], 0, _segments[_linked - 1], _segments[_linked - 1].Memory.Length),
        };
    }

    /// <summary>Forgets the bytes and gives the arrays back; the last sequence must not be read any more.</summary>
    public void Reset()
    {
        foreach (var block in _blocks)
            ArrayPool<byte>.Shared.Return(block);

        _blocks.Clear();
        _block = [];
        for (var i = 0; i < _linked; i++)
            _segments[i].Unlink();

        if (_segments.Count > KeptSegments)
            _segments.RemoveRange(KeptSegments, _segments.Count - KeptSegments);

        _linked = _start = _end = 0;
        Length = 0;
    }

    private void Flush()
    {
        if (_end > _start)
        {
            Link(_block.AsMemory(_start, _end - _start));
            _start = _end;
        }
    }

    private void Link(ReadOnlyMemory<byte> memory)
    {
        if (_linked == _segments.Count)
            _segments.Add(new BufferSegment());

        _segments[_linked].Link(memory, _linked == 0 ? null : _segments[_linked - 1]);
        _linked++;
    }
}
