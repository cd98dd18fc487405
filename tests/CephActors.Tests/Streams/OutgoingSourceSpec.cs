using Akka.Streams;
using Akka.Streams.Dsl;
using CephActors.Framing;
using CephActors.Streams;

namespace CephActors.Tests.Streams;

public sealed class OutgoingSourceSpec : StreamSpec
{
    private readonly RecordingListener _listener = new();
    private readonly StagePort _port = new();

    [Fact]
    public async Task Source_should_report_ready_only_when_downstream_pulls_again()
    {
        var sink = Start();
        var batch = Wire.Raw([1]);
        _port.Send(batch);

        // The sink has room for one element and pulls again when that is taken.
        Assert.True(_listener.IsSilent);
        Assert.Same(batch, (await Soon(sink.PullAsync())).Value);
        Assert.Equal("ready", await Soon(_listener.Next()));
        await Finish(sink);
    }

    [Fact]
    public async Task Source_should_push_a_batch_that_came_before_the_first_pull()
    {
        var sink = Source.FromGraph(new OutgoingSource(_listener, _port)).RunWith(Sink.AsPublisher<OutgoingBatch>(false), Materializer);
        var batch = Wire.Raw([1]);
        _port.Send(batch);

        Assert.Same(batch, await Soon(Source.FromPublisher(sink).RunWith(Sink.First<OutgoingBatch>(), Materializer)));
    }

    [Fact]
    public async Task Source_should_complete_behind_the_last_batch_when_it_is_to_finish()
    {
        var sink = Start();
        _port.Send(Wire.Raw([1]));
        _port.Send(FinishWriting.Instance);
        Assert.True((await Soon(sink.PullAsync())).HasValue);

        Assert.Equal("ready", await Soon(_listener.Next()));
        Assert.Equal("stopped", await Soon(_listener.Next()));
        Assert.False((await Soon(sink.PullAsync())).HasValue);
    }

    [Theory]
    [InlineData(true, true, "cable")]
    [InlineData(true, false, "cable")]
    [InlineData(false, true, null)]
    [InlineData(false, false, "cable")]
    public async Task Source_should_stop_at_once_when_reading_has_ended(bool underWay, bool inOrder, string? failure)
    {
        var sink = Start();
        if (underWay) _port.Send(Wire.Raw([1]));
        _port.Send(new StopWriting(new InvalidOperationException("cable"), inOrder));
        if (underWay) await Soon(Task.WhenAny(sink.PullAsync()));

        if (failure is null)
            Assert.False((await Soon(sink.PullAsync())).HasValue);
        else
            Assert.Equal(failure, (await Assert.ThrowsAnyAsync<Exception>(() => Soon(sink.PullAsync()))).GetBaseException().Message);
    }

    [Fact]
    public async Task Source_should_report_that_writing_stopped_when_downstream_cancels()
    {
        Source.FromGraph(new OutgoingSource(_listener, _port)).RunWith(Sink.Cancelled<OutgoingBatch>(), Materializer);

        Assert.StartsWith("stopped", Assert.IsType<string>(await Soon(_listener.Next())));
    }

    private ISinkQueue<OutgoingBatch> Start() =>
        Source.FromGraph(new OutgoingSource(_listener, _port))
            .RunWith(Sink.Queue<OutgoingBatch>().WithAttributes(Attributes.CreateInputBuffer(1, 1)), Materializer);

    private async Task Finish(ISinkQueue<OutgoingBatch> sink)
    {
        _port.Send(FinishWriting.Instance);
        Assert.False((await Soon(sink.PullAsync())).HasValue);
    }
}
