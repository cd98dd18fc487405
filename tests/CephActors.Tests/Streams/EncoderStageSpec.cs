using System.Buffers;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using CephActors.Framing;
using CephActors.Streams;

namespace CephActors.Tests.Streams;

public sealed class EncoderStageSpec : StreamSpec
{
    [Fact]
    public async Task Encoder_should_make_one_sequence_of_a_batch()
    {
        var chunks = await Soon(Run(
            Wire.Batch(OutgoingFrame.Configure(Wire.Phase()), Wire.Frame(1), OutgoingFrame.Ack(3)),
            Wire.Batch(Wire.Frame(2, data: 100_000))));

        Assert.Equal(2, chunks.Count);
        Assert.Equal(Wire.Encode(Wire.Frame(1), OutgoingFrame.Ack(3)), chunks[0]);
        Assert.Equal(Wire.Encode(Wire.Frame(2, data: 100_000)), chunks[1]);
    }

    [Fact]
    public async Task Encoder_should_pull_on_when_a_batch_has_no_bytes()
    {
        var chunks = await Soon(Run(Wire.Batch(OutgoingFrame.Configure(Wire.Phase())), Wire.Batch(Wire.Frame(1))));

        Assert.Equal(Wire.Encode(Wire.Frame(1)), Assert.Single(chunks));
    }

    [Fact]
    public async Task Encoder_should_lend_its_buffers_until_downstream_pulls_when_upstream_has_finished()
    {
        var sending = new TaskCompletionSource<NotUsed>();
        ReadOnlySequence<byte> lent = default;
        var ((finished, completed), sent) = Source.From([Wire.Raw([1, 2, 3])])
            .WatchTermination(Keep.Right)
            .Via(new EncoderStage(Wire.Codec))
            .WatchTermination(Keep.Both)
            .SelectAsync(1, chunk =>
            {
                lent = chunk;
                return sending.Task;
            })
            .ToMaterialized(Sink.Ignore<NotUsed>(), Keep.Both)
            .Run(Materializer);

        await Soon(finished);
        Assert.False(completed.IsCompleted);
        Assert.Equal([1, 2, 3], lent.ToArray());
        sending.SetResult(NotUsed.Instance);
        await Soon(sent);
    }

    [Fact]
    public async Task Encoder_should_cancel_upstream_when_downstream_cancels()
    {
        var batches = Source.Queue<OutgoingBatch>(4, OverflowStrategy.Backpressure)
            .Via(new EncoderStage(Wire.Codec))
            .Take(1)
            .To(Sink.Ignore<ReadOnlySequence<byte>>())
            .Run(Materializer);
        await batches.OfferAsync(Wire.Raw([1]));

        await Soon(batches.WatchCompletionAsync());
    }

    [Fact]
    public async Task Encoder_should_fail_when_upstream_fails()
    {
        var failed = Source.Failed<OutgoingBatch>(new InvalidOperationException("cable"))
            .Via(new EncoderStage(Wire.Codec))
            .RunWith(Sink.Ignore<ReadOnlySequence<byte>>(), Materializer);

        Assert.Equal("cable", (await Assert.ThrowsAnyAsync<Exception>(() => Soon(failed))).GetBaseException().Message);
    }

    [Fact]
    public async Task Encoder_should_fail_when_a_message_comes_before_its_phase()
    {
        var failed = Run(Wire.Batch(Wire.Frame(1)));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Soon(failed));
        Assert.IsType<InvalidOperationException>(failure.GetBaseException());
    }

    private Task<List<byte[]>> Run(params OutgoingBatch[] batches) =>
        Source.From(batches)
            .Via(new EncoderStage(Wire.Codec))
            .RunAggregate(new List<byte[]>(), (chunks, chunk) => [.. chunks, chunk.ToArray()], Materializer);
}
