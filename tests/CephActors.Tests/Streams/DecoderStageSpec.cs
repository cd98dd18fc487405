using System.Buffers;
using Akka.Streams;
using Akka.Streams.Dsl;
using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Streams;
using CephActors.Tests.Transport;

namespace CephActors.Tests.Streams;

public sealed class DecoderStageSpec : StreamSpec
{
    private readonly StagePort _port = new();
    private int _chunksTaken;

    [Fact]
    public async Task Decoder_should_make_one_batch_of_a_chunk_that_holds_several_frames()
    {
        var (bytes, batches) = Start();
        ExpectMessages();
        await bytes.OfferAsync(Sequence(Wire.Encode(Wire.Frame(1), OutgoingFrame.Ack(7), Wire.Frame(2, data: 5000))));

        var batch = (await Soon(batches.PullAsync())).Value;
        Assert.Equal([FrameKind.Message, FrameKind.Ack, FrameKind.Message], batch.Frames.ToArray().Select(f => f.Kind));
        Assert.Equal(7ul, batch[1].Value);
        Assert.Equal(Wire.Fill(5000, 3), batch[2].Message!.Data.ToArray());
        await Finish(bytes, batches);
    }

    [Fact]
    public async Task Decoder_should_pull_on_when_a_chunk_completes_no_frame()
    {
        var batches = Run(Wire.Encode(Wire.Frame(1), Wire.Frame(2)).Chunk(1).Select(chunk => Sequence(chunk)));
        ExpectMessages();

        Assert.Equal([1, 2], await Soon(batches));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Decoder_should_yield_the_same_frames_however_the_bytes_are_cut(int seed)
    {
        var random = new Random(seed);
        var frames = Enumerable.Range(1, 300).Select(seq => Wire.Frame((ulong)seq, random.Next(0, 300), random.Next(4) == 0 ? random.Next(0, 90_000) : 0));
        var batches = Run(Rechunk(Wire.Encode([.. frames]), random));
        ExpectMessages();

        Assert.Equal(Enumerable.Range(1, 300).Select(seq => (ulong)seq), await Soon(batches));
    }

    [Fact]
    public async Task Decoder_should_keep_the_rest_of_the_chunk_and_not_pull_when_it_does_not_know_what_comes_next()
    {
        var hello = new ClientHello(EntityAddress.Parse("v1:127.0.0.1:6800/5"));
        var (bytes, batches) = Start();
        _port.Send(new ExpectNext(Expectation.ClientHello, null));
        await bytes.OfferAsync(Sequence([.. hello.Encode(), .. Wire.Encode(Wire.Frame(1))]));
        await bytes.OfferAsync(Sequence(Wire.Encode(Wire.Frame(2))));

        Assert.Equal(FrameKind.ClientHello, (await Soon(batches.PullAsync())).Value[0].Kind);
        var next = batches.PullAsync();
        Assert.Equal(1, _chunksTaken);
        Assert.False(next.IsCompleted);
        ExpectMessages();
        Assert.Equal([1], Wire.Seqs((await Soon(next)).Value));
        Assert.Equal([2], Wire.Seqs((await Soon(batches.PullAsync())).Value));
        await Finish(bytes, batches);
    }

    [Fact]
    public async Task Decoder_should_keep_batches_small_when_frames_are_tiny()
    {
        var (bytes, batches) = Start();
        ExpectMessages();
        await bytes.OfferAsync(Sequence(Wire.Encode([.. Enumerable.Repeat(OutgoingFrame.Keepalive(), 1300)])));

        var counts = new List<int>();
        for (var left = 1300; left > 0; left -= counts[^1]) counts.Add((await Soon(batches.PullAsync())).Value.Count);
        Assert.Equal([512, 512, 276], counts);
        await Finish(bytes, batches);
    }

    [Fact]
    public async Task Decoder_should_complete_when_upstream_finishes_between_two_frames()
    {
        var batches = Run([Sequence(Wire.Encode(Wire.Frame(1)))]);
        ExpectMessages();

        Assert.Equal([1], await Soon(batches));
    }

    [Fact]
    public async Task Decoder_should_fail_as_truncated_when_upstream_finishes_inside_a_frame()
    {
        var (bytes, batches) = Start();
        ExpectMessages();
        await bytes.OfferAsync(Sequence(Wire.Encode(Wire.Frame(1), Wire.Frame(2))[..^1]));

        Assert.Equal([1], Wire.Seqs((await Soon(batches.PullAsync())).Value));
        bytes.Complete();
        Assert.Equal(ProtocolError.Truncated, (await FrameError(batches)).Kind);
    }

    [Fact]
    public async Task Decoder_should_hand_on_what_came_before_when_the_peer_breaks_the_protocol()
    {
        var (bytes, batches) = Start();
        ExpectMessages();
        var good = Wire.Encode(Wire.Frame(1));
        await bytes.OfferAsync(Sequence([.. good, 99]));

        Assert.Equal([1], Wire.Seqs((await Soon(batches.PullAsync())).Value));
        var error = await FrameError(batches);
        Assert.Equal((ProtocolError.UnknownTag, (long)good.Length), (error.Kind, error.Offset));
    }

    [Fact]
    public async Task Decoder_should_give_back_the_credits_of_a_half_read_message_when_downstream_cancels()
    {
        var gate = new FakeGate(open: true);
        var bytes = ByteQueue()
            .Via(new DecoderStage(Wire.Codec, _port))
            .Take(1)
            .To(Sink.Ignore<FrameBatch>())
            .Run(Materializer);
        ExpectMessages(gate);
        await bytes.OfferAsync(Sequence(Wire.Encode(Wire.Frame(1), Wire.Frame(2, data: 100))[..^30]));

        await Soon(bytes.WatchCompletionAsync());
        await AwaitAssertAsync(() => Assert.Equal(1, gate.Inside), Patience);
    }

    [Fact]
    public async Task Decoder_should_fail_and_give_credits_back_when_upstream_fails()
    {
        var gate = new FakeGate(open: true);
        var (bytes, batches) = Start();
        ExpectMessages(gate);
        await bytes.OfferAsync(Sequence(Wire.Encode(Wire.Frame(1), Wire.Frame(2, data: 100))[..^30]));
        Assert.Equal([1], Wire.Seqs((await Soon(batches.PullAsync())).Value));

        bytes.Fail(new InvalidOperationException("cable"));

        Assert.Equal("cable", (await Failure(batches)).Message);
        await AwaitAssertAsync(() => Assert.Equal(1, gate.Inside), Patience);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task Decoder_should_go_on_when_the_gate_opens(int bytesBehindTheHeader)
    {
        var gate = new FakeGate(open: false);
        var (bytes, batches) = Start();
        ExpectMessages(gate);
        var message = Wire.Encode(Wire.Frame(1, front: 200));
        var cut = 1 + MessageHeader.WireSize + bytesBehindTheHeader;
        await bytes.OfferAsync(Sequence(message[..cut]));
        await bytes.OfferAsync(Sequence(message[cut..]));
        var batch = batches.PullAsync();
        await Soon(gate.Asked);
        Assert.Equal(1, _chunksTaken);

        gate.Open();

        Assert.Equal([1], Wire.Seqs((await Soon(batch)).Value));
        await Finish(bytes, batches);
    }

    [Fact]
    public async Task Decoder_should_finish_what_it_kept_when_upstream_finished_while_the_gate_was_shut()
    {
        var gate = new FakeGate(open: false);
        var batches = Run([Sequence(Wire.Encode(Wire.Frame(1), Wire.Frame(2)))]);
        ExpectMessages(gate);
        await Soon(gate.Asked);

        gate.Open();

        Assert.Equal([1, 2], await Soon(batches));
    }

    [Fact]
    public async Task Decoder_should_leave_the_gate_when_it_is_failed_while_it_waits()
    {
        var gate = new FakeGate(open: false);
        var (bytes, batches) = Start();
        ExpectMessages(gate);
        await bytes.OfferAsync(Sequence(Wire.Encode(Wire.Frame(1))));
        await Soon(gate.Asked);

        _port.Send(new FailReading(new SocketAbortedException("enough")));

        Assert.IsType<SocketAbortedException>(await Failure(batches));
        await AwaitAssertAsync(() => Assert.False(gate.HasWaiter), Patience);
        Assert.Equal(0, gate.Inside);
    }

    [Fact]
    public async Task Decoder_should_drain_without_demand_when_it_discards()
    {
        var (bytes, batches) = Start();
        _port.Send(new DiscardRest(Patience));
        for (var i = 0; i < 50; i++) await Soon(bytes.OfferAsync(Sequence(new byte[1000])));
        bytes.Complete();
        _port.Send(new WritingStopped(null));

        Assert.False((await Soon(batches.PullAsync())).HasValue);
        Assert.Equal(50, _chunksTaken);
    }

    [Fact]
    public async Task Decoder_should_fail_when_the_peer_does_not_close_in_time()
    {
        var (_, batches) = Start();
        _port.Send(new DiscardRest(TimeSpan.FromMilliseconds(20)));

        Assert.IsType<TimeoutException>(await Failure(batches));
    }

    [Fact]
    public async Task Decoder_should_fail_when_it_is_told_what_to_expect_inside_a_frame()
    {
        var (bytes, batches) = Start();
        ExpectMessages();
        await bytes.OfferAsync(Sequence(Wire.Encode(Wire.Frame(1))[..20]));
        await AwaitConditionAsync(() => Task.FromResult(_chunksTaken == 1), Patience);
        ExpectMessages();

        Assert.IsType<InvalidOperationException>(await Failure(batches));
    }

    private static ReadOnlySequence<byte> Sequence(byte[] bytes) => new(bytes);

    private static IEnumerable<ReadOnlySequence<byte>> Rechunk(byte[] bytes, Random random)
    {
        for (var offset = 0; offset < bytes.Length;)
        {
            var pieces = new List<byte[]>();
            for (var count = random.Next(1, 4); count > 0; count--)
            {
                var length = Math.Min(random.Next(random.Next(2) == 0 ? 100 : 70_000), bytes.Length - offset);
                pieces.Add(bytes[offset..(offset + length)]);
                offset += length;
            }

            yield return Sequences.Join(pieces);
        }
    }

    private static async Task<Exception> Failure(ISinkQueue<FrameBatch> batches)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Soon(batches.PullAsync()));
        return failure.GetBaseException();
    }

    private static async Task<FrameError> FrameError(ISinkQueue<FrameBatch> batches) =>
        Assert.IsType<FrameErrorException>(await Failure(batches)).Error;

    private static async Task Finish(ISourceQueueWithComplete<ReadOnlySequence<byte>> bytes, ISinkQueue<FrameBatch> batches)
    {
        bytes.Complete();
        Assert.False((await Soon(batches.PullAsync())).HasValue);
    }

    private void ExpectMessages(IReceiveGate? gate = null) => _port.Send(new ExpectNext(Expectation.Messages, Wire.Phase(gate)));

    private Source<ReadOnlySequence<byte>, ISourceQueueWithComplete<ReadOnlySequence<byte>>> ByteQueue() =>
        Source.Queue<ReadOnlySequence<byte>>(4, OverflowStrategy.Backpressure).Select(Count);

    private ReadOnlySequence<byte> Count(ReadOnlySequence<byte> chunk)
    {
        Interlocked.Increment(ref _chunksTaken);
        return chunk;
    }

    private (ISourceQueueWithComplete<ReadOnlySequence<byte>> Bytes, ISinkQueue<FrameBatch> Batches) Start() =>
        ByteQueue()
            .Via(new DecoderStage(Wire.Codec, _port))
            .ToMaterialized(Sink.Queue<FrameBatch>().WithAttributes(Attributes.CreateInputBuffer(1, 1)), Keep.Both)
            .Run(Materializer);

    /// <summary>The sequence numbers of all messages in the chunks.</summary>
    private Task<List<ulong>> Run(IEnumerable<ReadOnlySequence<byte>> chunks) =>
        Source.From(chunks)
            .Via(new DecoderStage(Wire.Codec, _port))
            .RunAggregate(new List<ulong>(), (seqs, batch) => [.. seqs, .. Wire.Seqs(batch)], Materializer);
}
