using System.Net;
using Akka.Streams;
using Akka.Streams.Dsl;
using CephActors.Framing;
using CephActors.Streams;
using CephActors.Transport;

namespace CephActors.Tests.Streams;

public sealed class FrameSinkSpec : StreamSpec
{
    private static readonly SocketInfo Info = new(new IPEndPoint(IPAddress.Loopback, 1), new IPEndPoint(IPAddress.Loopback, 2));

    private readonly RecordingListener _listener = new();
    private readonly FrameCredit _credit = new(2);
    private readonly StagePort _port = new();

    [Fact]
    public async Task Sink_should_hand_on_batches_when_the_socket_is_established()
    {
        var batches = Start();
        await batches.OfferAsync(FrameBatch.Rent());
        Assert.True(_listener.IsSilent);
        _port.Send(Info);

        Assert.Equal(Info, await Soon(_listener.Next()));
        Assert.IsType<FrameBatch>(await Soon(_listener.Next()));
        batches.Complete();
        Assert.Equal("ended", await Soon(_listener.Next()));
    }

    [Fact]
    public async Task Sink_should_stop_pulling_when_the_owner_has_too_many_batches_in_hand()
    {
        var taken = 0;
        Source.From(Enumerable.Range(0, 5))
            .Select(_ =>
            {
                taken++;
                return FrameBatch.Rent();
            })
            .RunWith(Sink.FromGraph(new FrameSink(_listener, _credit, _port)), Materializer);
        _port.Send(Info);
        await Soon(_listener.Next());
        await Soon(_listener.Next());
        await Soon(_listener.Next());

        for (var returned = 1; returned <= 3; returned++)
        {
            // It has stopped, so the return has to tell it to go on.
            await AwaitConditionAsync(() => Task.FromResult(TryReturn()), Patience);
            Assert.IsType<FrameBatch>(await Soon(_listener.Next()));
            Assert.Equal(2 + returned, taken);
        }

        Assert.Equal("ended", await Soon(_listener.Next()));
    }

    [Fact]
    public async Task Sink_should_report_the_failure_when_upstream_fails()
    {
        var batches = Start();
        _port.Send(Info);
        await Soon(_listener.Next());
        batches.Fail(new InvalidOperationException("cable"));

        Assert.Equal("ended cable", await Soon(_listener.Next()));
        Assert.True(_listener.IsSilent);
    }

    [Fact]
    public async Task Sink_should_report_an_end_when_the_materializer_is_shut_down()
    {
        var doomed = ActorMaterializer.Create(Sys, ActorMaterializerSettings.Create(Sys), "doomed");
        Source.Queue<FrameBatch>(1, OverflowStrategy.Backpressure).To(new FrameSink(_listener, _credit, _port)).Run(doomed);
        _port.Send(Info);
        Assert.Equal(Info, await Soon(_listener.Next()));

        doomed.Shutdown();

        Assert.Equal("ended the materializer was shut down", await Soon(_listener.Next()));
    }

    private bool TryReturn()
    {
        if (!_credit.Return())
        {
            _credit.Take();
            return false;
        }

        _port.Send(CreditReturned.Instance);
        return true;
    }

    private ISourceQueueWithComplete<FrameBatch> Start() =>
        Source.Queue<FrameBatch>(8, OverflowStrategy.Backpressure).To(new FrameSink(_listener, _credit, _port)).Run(Materializer);
}
