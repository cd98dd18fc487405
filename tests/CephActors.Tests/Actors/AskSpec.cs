using CephActors.Messages;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>A request and its answer, and every way of having none.</summary>
public sealed class AskSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private static readonly EntityAddress Address = EntityAddress.Parse("v1:127.0.0.1:6950/0");
    private static readonly TimeSpan Forever = Timeout.InfiniteTimeSpan;

    [Fact]
    public async Task Answer_should_go_to_the_one_who_asked_and_not_to_the_dispatchers()
    {
        var (a, b, toB) = await StartPairAsync("lossless-peer");
        var ask = toB.Ask<MPing>(new MPing("how are you").ToMessage(), Patience);

        var asked = await b.ExpectAsync<MessageReceived>();
        asked.Connection.Send(new MPing("well").ToMessage(asked.Message.Tid));

        Assert.Equal("well", (await ask).Text);
        Assert.NotEqual(0ul, asked.Message.Tid);
        await a.FenceAsync();
        Assert.Empty(a.Messages);
    }

    [Fact]
    public async Task Answers_should_find_their_requests_whatever_their_order()
    {
        var (_, b, toB) = await StartPairAsync("lossless-peer");
        Task<MPing>[] asks = [.. Enumerable.Range(0, 3).Select(n => toB.Ask<MPing>(new MPing($"{n}").ToMessage(), Forever))];

        foreach (var asked in (await b.ExpectMessagesAsync(3)).Reverse())
        {
            Assert.True(MPing.TryDecode(asked.Message, out var request, out _));
            asked.Connection.Send(new MPing($"re {request.Text}").ToMessage(asked.Message.Tid));
        }

        Assert.Equal(["re 0", "re 1", "re 2"], (await Task.WhenAll(asks).WaitAsync(Patience)).Select(m => m.Text));
    }

    [Fact]
    public async Task Equals_that_ask_each_other_at_the_same_time_should_not_take_requests_for_answers()
    {
        var (a, b, toB) = await StartPairAsync("lossless-peer");
        var askB = toB.Ask(Ping(0), Patience);
        var atB = await b.ExpectAsync<MessageReceived>();
        var askA = atB.Connection.Ask(Ping(0), Patience);
        var atA = await a.ExpectAsync<MessageReceived>();

        atA.Connection.Send(Ping(atA.Message.Tid));
        atB.Connection.Send(Ping(atB.Message.Tid));

        Assert.Equal(atB.Message.Tid, (await askB).Tid);
        Assert.Equal(atA.Message.Tid, (await askA).Tid);
    }

    [Fact]
    public async Task Request_should_survive_a_broken_socket_when_the_session_does()
    {
        var (_, b, toB) = await StartPairAsync("lossless-peer");
        var ask = toB.Ask(Ping(0), Forever);
        var asked = await b.ExpectAsync<MessageReceived>();
        Network.Cut(_ => true);
        asked.Connection.Send(Ping(asked.Message.Tid));

        Assert.Equal(asked.Message.Tid, (await ask.WaitAsync(Patience)).Tid);
    }

    [Fact]
    public async Task Loopback_should_deliver_the_request_before_it_takes_an_answer()
    {
        var a = await StartAsync("osd.1");
        var ask = a.Messenger.Loopback.Ask(Ping(70), Patience);
        await a.FenceAsync();

        a.Messenger.Loopback.Send(Ping(70, size: 5));

        Assert.Equal(5, (await ask).Data.Length);
    }

    [Fact]
    public async Task Late_answer_should_go_to_the_dispatchers_when_the_time_is_over()
    {
        var (a, b, toB) = await StartPairAsync("lossless-peer");
        var failed = await FailureAsync(toB.Ask(Ping(0), TimeSpan.FromMilliseconds(1)));
        var asked = await b.ExpectAsync<MessageReceived>();
        asked.Connection.Send(Ping(asked.Message.Tid));

        Assert.Equal(AskFailure.Timeout, failed.Failure);
        Assert.Equal(asked.Message.Tid, (await a.ExpectAsync<MessageReceived>()).Message.Tid);
    }

    [Fact]
    public async Task Request_should_fail_at_once_when_the_queue_is_full()
    {
        var a = await StartAsync("osd.1", "out-queue.max-messages = 1");
        var nobody = a.Messenger.ConnectTo(EntityAddress.Parse("v1:127.0.0.1:1"), EntityType.Osd);
        var waits = nobody.Ask(Ping(0), Forever);

        Assert.Equal(AskFailure.QueueFull, (await FailureAsync(nobody.Ask(Ping(0), Forever))).Failure);
        Assert.False(waits.IsCompleted);
        nobody.MarkDown();
        Assert.Equal(AskFailure.Closed, (await FailureAsync(waits)).Failure);
        Assert.Equal(AskFailure.Closed, (await FailureAsync(nobody.Ask(Ping(0), Forever))).Failure);
    }

    [Fact]
    public async Task Request_should_fail_when_a_lossy_connection_is_reset()
    {
        var (_, b, toB) = await StartPairAsync("lossy-client", "stateless-server");
        var ask = toB.Ask(Ping(0), Forever);
        await b.ExpectAsync<MessageReceived>();

        Network.Cut(_ => true);

        Assert.Equal(AskFailure.Reset, (await FailureAsync(ask)).Failure);
    }

    [Fact]
    public async Task Request_should_fail_when_the_messenger_is_shut_down()
    {
        var (a, b, toB) = await StartPairAsync("lossless-peer");
        var ask = toB.Ask(Ping(0), Forever);
        await b.ExpectAsync<MessageReceived>();

        await a.Messenger.ShutdownAsync();

        Assert.Equal(AskFailure.Reset, (await FailureAsync(ask)).Failure);
    }

    [Fact]
    public async Task Request_should_fail_when_the_peer_has_forgotten_the_session()
    {
        var a = await StartAsync("osd.1", "default-policy = lossless-peer-reuse");
        var b = await StartAsync("osd.2", "nonce = 2, default-policy = lossless-peer-reuse", bind: Address);
        var toB = a.ConnectTo(b);
        var ask = toB.Ask(Ping(0), Forever);
        await b.ExpectAsync<MessageReceived>();

        await b.Messenger.ShutdownAsync();
        await UntilAsync(() => !toB.IsConnected);
        await StartAsync("osd.2", "nonce = 2, default-policy = lossless-peer-reuse", bind: Address);
        toB.Send(Ping(2));

        Assert.Equal(AskFailure.RemoteReset, (await FailureAsync(ask)).Failure);
    }

    [Fact]
    public async Task Waiting_should_end_when_it_is_cancelled()
    {
        var (_, b, toB) = await StartPairAsync("lossless-peer");
        using var cancellation = new CancellationTokenSource();
        var ask = toB.Ask(Ping(0), Forever, cancellation.Token);
        await b.ExpectAsync<MessageReceived>();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ask.WaitAsync(Patience));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => toB.Ask(Ping(0), Forever, cancellation.Token));
    }

    [Fact]
    public async Task Answer_of_another_type_should_be_refused_with_what_it_is()
    {
        var (_, b, toB) = await StartPairAsync("lossless-peer");
        var ask = toB.Ask<MMonCommandAck>(Ping(0), Patience);
        var asked = await b.ExpectAsync<MessageReceived>();
        asked.Connection.Send(Ping(asked.Message.Tid));

        var failed = await FailureAsync(ask);
        Assert.Equal(AskFailure.Unreadable, failed.Failure);
        Assert.Contains("MPing", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_should_be_told_when_an_id_is_taken_or_the_time_is_none()
    {
        var (_, _, toB) = await StartPairAsync("lossless-peer");
        _ = toB.Ask(Ping(5), Forever);

        await Assert.ThrowsAsync<ArgumentException>(() => toB.Ask(Ping(5), Forever));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => toB.Ask(Ping(6), TimeSpan.Zero));
    }

    private static async Task<CephAskException> FailureAsync(Task ask) => await Assert.ThrowsAsync<CephAskException>(() => ask.WaitAsync(Patience));

    private async Task<(Party A, Party B, Connection ToB)> StartPairAsync(string policy, string? accepting = null)
    {
        var a = await StartAsync("osd.1", $"default-policy = {policy}");
        var b = await StartAsync("osd.2", $"default-policy = {accepting ?? policy}");
        return (a, b, a.ConnectTo(b));
    }
}
