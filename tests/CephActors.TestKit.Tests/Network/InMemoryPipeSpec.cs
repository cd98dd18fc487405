using System.Buffers;
using CephActors.Transport;

namespace CephActors.TestKit.Tests;

public sealed class InMemoryPipeSpec
{
    private readonly InMemoryPipe _pipe = new(capacity: 10);
    private int _woken;

    [Fact]
    public void Write_should_take_what_there_is_room_for_and_wake_the_writer_when_there_is_more()
    {
        var data = new ReadOnlySequence<byte>([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        Assert.Equal(TransferStatus.Waiting, _pipe.Write(ref data, Wake));
        Assert.Equal(2, data.Length);

        Assert.Equal(TransferStatus.Done, _pipe.Read(4, Unexpected, out var first));
        Assert.Equal([1, 2, 3, 4], first.ToArray());
        Assert.Equal(1, _woken);
        Assert.Equal(TransferStatus.Done, _pipe.Write(ref data, Unexpected));
        Assert.Equal(TransferStatus.Done, _pipe.Read(100, Unexpected, out var second));
        Assert.Equal([5, 6, 7, 8, 9, 10], second.ToArray());
        Assert.Equal(TransferStatus.Done, _pipe.Read(100, Unexpected, out var third));
        Assert.Equal([11, 12], third.ToArray());
    }

    [Fact]
    public void Read_should_see_the_end_behind_everything_that_was_written()
    {
        Assert.Equal(TransferStatus.Waiting, _pipe.Read(9, Wake, out _));
        var data = new ReadOnlySequence<byte>([1]);
        _pipe.Write(ref data, Unexpected);
        _pipe.Finish();

        Assert.Equal(1, _woken);
        Assert.Equal(TransferStatus.Done, _pipe.Read(9, Unexpected, out _));
        Assert.Equal(TransferStatus.EndOfStream, _pipe.Read(9, Unexpected, out _));
    }

    [Fact]
    public void Write_should_throw_bytes_away_when_the_reader_has_left()
    {
        var data = new ReadOnlySequence<byte>(new byte[20]);
        Assert.Equal(TransferStatus.Waiting, _pipe.Write(ref data, Wake));
        _pipe.Abandon();

        Assert.Equal(1, _woken);
        Assert.Equal(TransferStatus.Done, _pipe.Write(ref data, Unexpected));
        Assert.True(data.IsEmpty);
    }

    [Fact]
    public void Failure_should_wake_both_sides_and_lose_what_is_buffered()
    {
        var data = new ReadOnlySequence<byte>(new byte[20]);
        _pipe.Write(ref data, Wake);
        _pipe.FailWriter(new InvalidOperationException("cable"));
        _pipe.FailReader(new InvalidOperationException("cable"));

        Assert.Equal(1, _woken);
        Assert.Equal(TransferStatus.Failed, _pipe.Write(ref data, Unexpected));
        Assert.Equal(TransferStatus.Failed, _pipe.Read(9, Unexpected, out _));
        Assert.Equal("cable", _pipe.ReadFailure!.Message);
    }

    private static void Unexpected() => Assert.Fail("Nobody had to be woken.");

    private void Wake() => _woken++;
}
