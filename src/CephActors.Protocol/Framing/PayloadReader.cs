using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CephActors.Encoding;

namespace CephActors.Framing;

/// <summary>
/// Collects front, middle and data of one message as they arrive and computes their checksums while they are in the cache.
/// </summary>
/// <remarks>
/// Up to 1 MiB in all, the three share one array of the exact size, which the message keeps. Beyond that each is collected in blocks that
/// are allocated only when the one before is full, so a peer that announces much and sends little costs at most 1 MiB more than it sent.
/// Data stays in its blocks; a longer front or middle, which its readers want in one piece, is joined when complete.
/// </remarks>
internal sealed class PayloadReader
{
    private const int SectionCount = 3;

    /// <summary>More than encryption adds to a message: a round size stays in one piece.</summary>
    private const int SecureExtra = 256;

    private readonly Section[] _sections = new Section[SectionCount];
    private int _current;
    private PayloadPool? _pool;
    private byte[] _block = [];
    private int _blockLength;
    private int _blockUsed;
    private int _sectionStart;
    private BufferSegment? _first;
    private BufferSegment? _last;

    public ReadOnlyMemory<byte> Front => _sections[0].Bytes.First;

    public ReadOnlyMemory<byte> Middle => _sections[1].Bytes.First;

    public ReadOnlySequence<byte> Data => _sections[2].Bytes;

    /// <summary>0 if not computed.</summary>
    public uint FrontCrc => _sections[0].Crc;

    /// <summary>0 if not computed.</summary>
    public uint MiddleCrc => _sections[1].Crc;

    /// <summary>0 if not computed.</summary>
    public uint DataCrc => _sections[2].Crc;

    /// <summary>The rest of the block that is being filled.</summary>
    public Memory<byte> Landing
    {
        get
        {
            if (_blockUsed == _blockLength && _current < SectionCount)
                NextBlock(_sections[_current].Missing);
            return _block.AsMemory(_blockUsed, _blockLength - _blockUsed);
        }
    }

    /// <summary>Begins a message with sections of these lengths.</summary>
    /// <param name="front">Bytes of the front.</param>
    /// <param name="middle">Bytes of the middle.</param>
    /// <param name="data">Bytes of the data.</param>
    /// <param name="headerCrc">Whether the checksums of front and middle are wanted.</param>
    /// <param name="dataCrc">Whether the checksum of the data is wanted.</param>
    /// <param name="pool">Where the memory comes from; null for memory that nobody had.</param>
    /// <param name="seed">Where checksums begin.</param>
    public void Begin(int front, int middle, int data, bool headerCrc, bool dataCrc, PayloadPool? pool, uint seed = 0)
    {
        _sections[0] = new Section(front, headerCrc, seed);
        _sections[1] = new Section(middle, headerCrc, seed);
        _sections[2] = new Section(data, dataCrc, seed);
        _current = 0;
        _sectionStart = _blockUsed = 0;
        var total = (long)front + middle + data;
        _pool = pool;
        SetBlock(total <= FramingLimits.BlockSize + SecureExtra ? (int)total : 0);
    }

    /// <summary>Takes what belongs to the payload off the input; true once everything has arrived.</summary>
    public bool Fill(ref ReadOnlySpan<byte> input)
    {
        for (; _current < SectionCount; _current++)
        {
            ref var section = ref _sections[_current];
            while (section.Missing > 0)
            {
                if (input.IsEmpty)
                    return false;
                if (_blockUsed == _blockLength)
                    NextBlock(section.Missing);
                var count = Math.Min(Math.Min(section.Missing, _blockLength - _blockUsed), input.Length);
                var target = _block.AsSpan(_blockUsed, count);
                if (!Unsafe.AreSame(ref MemoryMarshal.GetReference(input), ref MemoryMarshal.GetReference(target)))
                    input[..count].CopyTo(target);
                if (section.WithCrc)
                    section.Crc = Crc32C.Append(section.Crc, target);
                input = input[count..];
                _blockUsed += count;
                section.Missing -= count;
            }

            FinishSection(ref section);
        }

        return true;
    }

    /// <summary>Lets go of all memory.</summary>
    public void Clear()
    {
        Array.Clear(_sections);
        SetBlock(0);
        _first = _last = null;
    }

    private void SetBlock(int length)
    {
        _block = length == 0 ? [] : PayloadPool.Rent(_pool, length);
        _blockLength = length;
    }

    private void NextBlock(int missing)
    {
        LinkBlock();
        SetBlock(Math.Min(missing, FramingLimits.BlockSize));
        _blockUsed = 0;
        _sectionStart = 0;
    }

    private void LinkBlock()
    {
        if (_blockUsed == _sectionStart)
            return;
        var segment = new BufferSegment();
        segment.Link(_block.AsMemory(_sectionStart, _blockUsed - _sectionStart), _last);
        _first ??= segment;
        _last = segment;
    }

    private void FinishSection(ref Section section)
    {
        if (_first is null)
        {
            section.Bytes = new ReadOnlySequence<byte>(_block, _sectionStart, _blockUsed - _sectionStart);
        }
        else
        {
            LinkBlock();
            var chain = new ReadOnlySequence<byte>(_first, 0, _last!, _last!.Memory.Length);
            section.Bytes = _current < SectionCount - 1 ? new ReadOnlySequence<byte>(chain.ToArray()) : chain;
            _first = _last = null;
        }

        _sectionStart = _blockUsed;
    }

    private struct Section(int length, bool withCrc, uint seed)
    {
        public readonly bool WithCrc = withCrc;
        public int Missing = length;
        public uint Crc = withCrc ? seed : 0;
        public ReadOnlySequence<byte> Bytes;
    }
}
