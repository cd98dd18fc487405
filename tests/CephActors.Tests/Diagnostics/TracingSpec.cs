using System.Collections.Concurrent;
using System.Diagnostics;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.Diagnostics;

public sealed class TracingSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private const ulong Tid = 7_700_001;

    [Fact]
    public async Task Message_should_leave_an_activity_at_either_end_when_somebody_listens()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CephActorsDiagnostics.ActivitySourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var (a, b) = (await StartAsync("osd.1"), await StartAsync("osd.2"));
        using var caller = new Activity("caller").Start();

        a.ConnectTo(b).Send(Ping(Tid, size: 9));

        Assert.Same(caller, Activity.Current);
        var received = (await b.ExpectMessagesAsync(1))[0];
        Assert.Equal("dispatch MPing", received.Activity?.OperationName);
        await UntilAsync(() => Of(ended, "send MPing") is not null);
        var send = Of(ended, "send MPing")!;
        Assert.Equal((ActivityKind.Producer, caller.SpanId), (send.Kind, send.ParentSpanId));
        Assert.Equal(9L, send.GetTagItem("messaging.message.body.size"));
        var dispatch = Of(ended, "dispatch MPing")!;
        Assert.Equal((ActivityKind.Consumer, default), (dispatch.Kind, dispatch.ParentSpanId));
        Assert.Equal("osd.1", dispatch.GetTagItem("ceph.message.source"));
    }

    [Fact]
    public async Task Message_should_carry_no_activity_when_nobody_listens()
    {
        var (a, b) = (await StartAsync("osd.1"), await StartAsync("osd.2"));

        a.ConnectTo(b).Send(Ping(1));

        // Others may listen for specs that run beside this one.
        var received = (await b.ExpectMessagesAsync(1))[0];
        Assert.True(received.Activity is null || CephActors.Telemetry.MessengerTracing.IsOn);
    }

    private static Activity? Of(IEnumerable<Activity> activities, string name) =>
        activities.FirstOrDefault(a => a.OperationName == name && Equals(a.GetTagItem("ceph.message.tid"), Tid));
}
