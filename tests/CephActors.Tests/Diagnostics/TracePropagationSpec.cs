using System.Collections.Concurrent;
using System.Diagnostics;
using CephActors.Tests.Actors;
using CephActors.Tests.EndToEnd;
using Xunit.Abstractions;

namespace CephActors.Tests.Diagnostics;

/// <summary>Traces that go on at the peer.</summary>
public sealed class TracePropagationSpec : MessengerTest
{
    private const string On = "tracing.propagate = on";
    private static long _tids = 8_800_000;

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly ulong _tid = (ulong)Interlocked.Add(ref _tids, 1000);

    public TracePropagationSpec(ITestOutputHelper output)
        : base(output)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CephActorsDiagnostics.ActivitySourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Theory]
    [InlineData("v1", false)]
    [InlineData("v1", true)]
    [InlineData("v2", false)]
    [InlineData("v2", true)]
    public async Task Dispatch_should_be_a_child_of_the_send_in_another_actor_system(string protocol, bool fast)
    {
        var b = CreateProbe(CreateMessenger("osd.2", $"bind = []\n{On}", CreateSystem("far")));
        var fastB = new Fast();
        if (fast)
            b.Messenger.AddFastDispatcherHead(fastB);
        await b.Messenger.BindAsync(protocol == "v1" ? AnyPort : AnyV2Port).WaitAsync(Patience);
        var a = await StartAsync("osd.1", On, bound: false);
        using var caller = new Activity("caller") { TraceStateString = "vendor=7" }.Start();

        a.Messenger.ConnectTo(b.Messenger.OwnAddresses, EntityType.Osd).Send(new CephMessage(MessageType.Ping, "f"u8.ToArray(), "mid"u8.ToArray(), "data"u8.ToArray()) { Tid = _tid });

        var message = fast ? await fastB.Received.Task.WaitAsync(Patience) : (await b.ExpectMessageAsync()).Message;
        Assert.Equal("mid"u8, message.Middle.Span);
        Assert.Equal(("f", "data", 8L), (Text(message.Front), Text(message.Data.First), message.PayloadLength));
        var dispatch = await ActivityOf(fast ? "fast dispatch MPing" : "dispatch MPing");
        var send = await ActivityOf("send MPing");
        Assert.Equal((caller.TraceId, caller.SpanId), (send.TraceId, send.ParentSpanId));
        Assert.Equal((send.TraceId, send.SpanId, true), (dispatch.TraceId, dispatch.ParentSpanId, dispatch.HasRemoteParent));
        Assert.Equal("vendor=7", dispatch.TraceStateString);
        Assert.Equal(8L, dispatch.GetTagItem("messaging.message.body.size"));
    }

    [Fact]
    public async Task Message_that_is_sent_again_should_carry_the_same_context()
    {
        var transport = new CuttingTransport(Network);
        var (a, b) = (await StartAsync("osd.1", On, transport), await StartAsync("osd.2", On, transport));
        var toB = a.ConnectTo(b);
        for (ulong i = 0; i < 500; i++)
        {
            toB.Send(Ping(_tid + i, size: 1000));
            if (i % 100 == 50)
            {
                await b.ExpectAsync<MessageReceived>();
                transport.Cut();
            }
        }

        await b.ExpectAsync<MessageReceived>(m => m.Message.Tid == _tid + 499);
        await UntilAsync(() => Mine("send MPing").Count == 500);
        var sent = Mine("send MPing");
        var dispatched = Mine("dispatch MPing");
        Assert.Equal(500, dispatched.Count);
        Assert.All(dispatched, d => Assert.Equal(sent[d.Key].SpanId, d.Value.ParentSpanId));
        Assert.All(b.Messages, m => Assert.Equal((0, 1000L), (m.Middle.Length, m.PayloadLength)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wire_should_know_of_a_trace_only_when_the_setting_is_on(bool isOn)
    {
        var transport = new TappedTransport();
        var a = await StartAsync("osd.1", isOn ? On : "", transport);
        var b = await StartAsync("osd.2", "", transport);

        a.ConnectTo(b).Send(Ping(_tid, size: 9));

        var received = await b.ExpectAsync<MessageReceived>();
        Assert.Equal(isOn ? 35 : 0, received.Message.Middle.Length);
        Assert.Equal(9, received.Message.Data.Length);
        Assert.Equal(default, received.Activity!.ParentSpanId);
        Assert.Equal(isOn, transport.HasHeard([.. "CAtrace"u8]));
    }

    [Fact]
    public async Task Message_should_go_without_a_context_when_its_middle_has_no_room_for_one()
    {
        const string limits = $"{On}\nlimits.middle = 40";
        var (a, b) = (await StartAsync("osd.1", limits), await StartAsync("osd.2", limits));

        a.ConnectTo(b).Send(new CephMessage(MessageType.Ping, middle: new byte[6]) { Tid = _tid });

        var received = await b.ExpectAsync<MessageReceived>();
        Assert.Equal(6, received.Message.Middle.Length);
        Assert.Equal(default, received.Activity!.ParentSpanId);
    }

    [Fact]
    public async Task Throttle_credits_should_come_back_when_the_context_was_counted_with_them()
    {
        const string tight = $"{On}\ndispatch-throttle-bytes = 1KiB\npolicies.osd {{ policy = lossless-peer, throttle-bytes = 1KiB }}";
        var (a, b) = (await StartAsync("osd.1", On), await StartAsync("osd.2", tight));
        var toB = a.ConnectTo(b);

        for (ulong i = 0; i < 100; i++)
            toB.Send(Ping(_tid + i, size: 500));

        await b.ExpectMessagesAsync(100);
        await UntilAsync(() => b.Messenger.Services.Throttles.All.All(throttle => throttle.Current == 0));
    }

    public override async Task DisposeAsync()
    {
        _listener.Dispose();
        await base.DisposeAsync();
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => System.Text.Encoding.ASCII.GetString(bytes.Span);

    private async Task<Activity> ActivityOf(string name)
    {
        await UntilAsync(() => Mine(name).ContainsKey(_tid));
        return Mine(name)[_tid];
    }

    // Others may be traced meanwhile.
    private Dictionary<ulong, Activity> Mine(string name) => _ended
        .Where(a => a.OperationName == name && a.GetTagItem("ceph.message.tid") is ulong tid && tid >= _tid && tid < _tid + 1000)
        .ToDictionary(a => (ulong)a.GetTagItem("ceph.message.tid")!);

    private sealed class Fast : IFastDispatcher
    {
        public TaskCompletionSource<CephMessage> Received { get; } = new();

        public bool CanFastDispatch(MessageType type) => true;

        public void FastDispatch(Connection connection, CephMessage message) => Received.TrySetResult(message);
    }
}
