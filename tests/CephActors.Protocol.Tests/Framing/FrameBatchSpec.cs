using CephActors.Framing;

namespace CephActors.Protocol.Tests.Framing;

public class FrameBatchSpec
{
    [Fact]
    public void Batch_should_keep_frames_in_order()
    {
        var batch = FrameBatch.Rent();
        for (var i = 0; i < 100; i++)
            batch.Add(new IncomingFrame(FrameKind.Ack, offset: 0, length: 9, value: (ulong)i));
        Assert.Equal(100, batch.Count);
        Assert.Equal(37ul, batch[37].Value);
        Assert.Equal(100, batch.Frames.Length);
        batch.Return();
    }

    [Fact]
    public void Batch_should_be_empty_when_rented_again()
    {
        var batch = OutgoingBatch.Rent();
        batch.Add(OutgoingFrame.Ack(1));
        batch.Return();
        var next = OutgoingBatch.Rent();
        Assert.Equal(0, next.Count);
        Assert.True(next.Frames.IsEmpty);
        next.Return();
    }

    [Fact]
    public void Batch_should_hold_no_frame_beyond_its_count()
    {
        var batch = new FrameBatch();
        batch.Add(new IncomingFrame(FrameKind.Close, 0, 1));
        Assert.Throws<IndexOutOfRangeException>(() => batch[1].Kind);
        batch.Clear();
        Assert.Throws<IndexOutOfRangeException>(() => batch[0].Kind);
    }
}
