using System.Buffers;
using CephActors.Framing;

namespace CephActors.Protocol.Tests.Framing;

public class FrameBufferSpec
{
    private const int Threshold = 1024;

    private readonly FrameBuffer _buffer = new(Threshold);

    [Fact]
    public void Buffer_should_be_empty_at_first()
    {
        Assert.True(_buffer.ToSequence().IsEmpty);
        Assert.Equal(0, _buffer.Length);
    }

    [Fact]
    public void Small_pieces_should_become_one_segment()
    {
        for (var i = 0; i < 10; i++)
            _buffer.Append(Bytes(i, 100));
        var sequence = _buffer.ToSequence();
        Assert.True(sequence.IsSingleSegment);
        Assert.Equal([.. Enumerable.Range(0, 10).SelectMany(i => Bytes(i, 100))], sequence.ToArray());
    }

    [Fact]
    public void Payloads_above_the_threshold_should_be_referenced_in_their_place()
    {
        var (copied, referenced) = (Bytes(1, Threshold), Bytes(2, Threshold + 1));
        _buffer.Append(Bytes(3, 5));
        _buffer.Append(copied);
        _buffer.Append(referenced);
        _buffer.Append(Bytes(4, 7));
        var sequence = _buffer.ToSequence();
        Assert.Equal([.. Bytes(3, 5), .. copied, .. referenced, .. Bytes(4, 7)], sequence.ToArray());
        Assert.Equal(sequence.Length, _buffer.Length);

        (copied[0], referenced[0]) = (99, 99);
        var bytes = sequence.ToArray();
        Assert.Equal((1, 99), (bytes[5], bytes[5 + Threshold]));
    }

    [Fact]
    public void Buffer_should_grow_over_any_number_of_arrays()
    {
        var expected = new List<byte>();
        var random = new Random(3);
        for (var i = 0; i < 1000; i++)
        {
            var piece = Bytes(i, random.Next(2 * Threshold));
            expected.AddRange(piece);
            _buffer.Append(piece);
        }

        Assert.Equal([.. expected], _buffer.ToSequence().ToArray());
    }

    [Fact]
    public void Buffer_should_give_one_piece_of_any_size()
    {
        _buffer.Append(Bytes(1, 10));
        var span = _buffer.GetSpan(200_000);
        Assert.Equal(200_000, span.Length);
        span.Fill(5);
        _buffer.Advance(200_000);
        Assert.Equal(200_010, _buffer.ToSequence().Length);
        Assert.Equal(5, _buffer.ToSequence().Slice(200_009).FirstSpan[0]);
    }

    [Fact]
    public void Buffer_should_go_on_after_its_sequence_was_taken()
    {
        _buffer.Append(Bytes(1, 10));
        Assert.Equal(10, _buffer.ToSequence().Length);
        _buffer.Append(Bytes(2, 10));
        Assert.Equal([.. Bytes(1, 10), .. Bytes(2, 10)], _buffer.ToSequence().ToArray());
    }

    [Fact]
    public void Buffer_should_leave_no_garbage_from_round_to_round()
    {
        var (small, large) = (Bytes(1, 500), Bytes(2, 5000));
        Assert.Equal(300 * 5500, Round());
        Assert.Equal(0, _buffer.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Round();

        // The smallest object for every piece would be several times that; a pooled array may be lost to a collection now and then.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512 << 10);

        long Round()
        {
            for (var i = 0; i < 300; i++)
            {
                _buffer.Append(small);
                _buffer.Append(large);
            }

            var length = _buffer.ToSequence().Length;
            _buffer.Reset();
            return length;
        }
    }

    private static byte[] Bytes(int value, int count)
    {
        var bytes = new byte[count];
        Array.Fill(bytes, (byte)value);
        return bytes;
    }
}
