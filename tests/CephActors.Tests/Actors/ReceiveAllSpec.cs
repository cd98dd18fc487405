using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>Messages as a stream for tasks: one after the other, held back when nobody takes them, none kept when the loop is left.</summary>
public sealed class ReceiveAllSpec(ITestOutputHelper output) : MessengerTest(output)
{
    [Fact]
    public async Task Messages_should_come_in_order_and_end_with_the_messenger()
    {
        var (a, toB, b) = await StartPairAsync();
        var tids = new List<ulong>();
        var loop = Task.Run(async () =>
        {
            await foreach (var received in b.ReceiveAllAsync())
            {
                tids.Add(received.Message.Tid);
                received.Connection.Send(Ping(received.Message.Tid));
            }
        });

        for (ulong tid = 1; tid <= 100; tid++)
            toB.Send(Ping(tid));
        await a.ExpectMessagesAsync(100);
        await b.ShutdownAsync();
        await loop.WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(1, 100).Select(n => (ulong)n), tids);
    }

    [Fact]
    public async Task Peer_should_be_held_back_while_nobody_takes_a_message()
    {
        var (_, toB, b) = await StartPairAsync("dispatch-window = 1, dispatch-throttle-messages = 4");
        await using var messages = b.ReceiveAllAsync(capacity: 1).GetAsyncEnumerator();
        for (ulong tid = 1; tid <= 50; tid++)
            toB.Send(Ping(tid, size: 100));
        Assert.True(await messages.MoveNextAsync().AsTask().WaitAsync(Patience));

        // One is in hand, one in the channel, one at its door; the rest waits within the throttle or at the peer.
        await UntilAsync(() => b.Services.Throttles.Messages.Current == 4);
        Assert.InRange(toB.Outbox.HeldMessages, 40, 50);
        for (ulong tid = 1; tid < 50; tid++)
        {
            Assert.Equal(tid, messages.Current.Message.Tid);
            Assert.True(await messages.MoveNextAsync().AsTask().WaitAsync(Patience));
        }
    }

    [Theory]
    [InlineData(CompletionMode.WhenProcessed)]
    [InlineData(CompletionMode.Explicit)]
    public async Task Message_should_hold_its_policys_credits_until_it_is_consumed(CompletionMode mode)
    {
        var (_, toB, b) = await StartPairAsync("policies.osd { policy = lossless-peer, throttle-messages = 1 }");
        await using var messages = b.ReceiveAllAsync(new DispatcherOptions { Completion = mode }).GetAsyncEnumerator();
        toB.Send(Ping(1));
        toB.Send(Ping(2));
        Assert.True(await messages.MoveNextAsync().AsTask().WaitAsync(Patience));
        var first = messages.Current.Message;

        var next = messages.MoveNextAsync().AsTask();
        if (mode is CompletionMode.Explicit)
        {
            await UntilAsync(() => b.Services.Throttles.Messages.Current == 0);
            Assert.False(next.IsCompleted);
            first.Complete();
        }

        Assert.True(await next.WaitAsync(Patience));
        Assert.Equal(2ul, messages.Current.Message.Tid);
        messages.Current.Message.Complete();
    }

    [Fact]
    public async Task Messages_that_nobody_takes_should_be_counted_and_let_go_when_the_loop_is_left()
    {
        var (_, toB, b) = await StartPairAsync();
        toB.Send(Ping(1));
        toB.Send(Ping(2));
        await EventFilter.Warning(contains: "1 received messages are dropped").ExpectOneAsync(Patience, async () =>
        {
            await foreach (var received in b.ReceiveAllAsync())
            {
                await UntilAsync(() => b.Services.Throttles.Messages.Current == 0);
                break;
            }
        });
        Assert.Equal(0, (await b.GetDispatchStatusAsync()).Lost);
    }

    [Fact]
    public async Task Loop_should_end_when_it_is_cancelled_and_leave_other_types_to_others()
    {
        var (_, toB, b) = await StartPairAsync();
        using var cancellation = new CancellationTokenSource();
        await using var messages = b.ReceiveAllAsync(new DispatcherOptions { Types = [MessageType.MonMap] }).GetAsyncEnumerator(cancellation.Token);
        var next = messages.MoveNextAsync().AsTask();
        var others = CreateProbe(b);
        toB.Send(Ping(1));
        Assert.Equal(1ul, (await others.ExpectMessageAsync()).Message.Tid);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Patience));
    }

    [Fact]
    public async Task Caller_should_be_told_when_the_capacity_is_none_or_the_messenger_has_ended()
    {
        var messenger = CreateMessenger("osd.1");

        Assert.Throws<ArgumentOutOfRangeException>(() => messenger.ReceiveAllAsync(capacity: 0));
        await messenger.ShutdownAsync();
        Assert.Throws<InvalidOperationException>(() => messenger.ReceiveAllAsync());
    }

    private async Task<(Party A, Connection ToB, CephMessenger B)> StartPairAsync(string settings = "")
    {
        var a = await StartAsync("osd.1");
        var b = CreateMessenger("osd.2", settings);
        var addresses = await b.BindAsync(AnyPort).WaitAsync(Patience);
        return (a, a.Messenger.ConnectTo(addresses, EntityType.Osd), b);
    }
}
