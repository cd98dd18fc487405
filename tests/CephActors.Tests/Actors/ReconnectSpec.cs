using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>Sockets that are lost under a stream of messages.</summary>
public sealed class ReconnectSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private const int Count = 2000;

    public static TheoryData<string, string, bool> LosslessPairs => new()
    {
        { "lossless-peer", "lossless-peer", false },
        { "lossless-peer-reuse", "lossless-peer-reuse", false },
        { "lossless-client", "stateful-server", false },
        { "lossless-peer", "stateful-server", false },
        { "lossless-peer", "lossless-peer", true },
        { "lossless-client", "stateful-server", true },
    };

    [Theory]
    [MemberData(nameof(LosslessPairs))]
    public async Task Messages_should_arrive_once_and_in_order_both_ways_when_the_socket_is_cut_among_them(
        string connecting, string accepting, bool overTcp)
    {
        var transport = new CuttingTransport(overTcp ? new SocketTransport() : Network);
        var a = await StartAsync("osd.1", $"default-policy = {connecting}", transport);
        var b = await StartAsync("osd.2", $"default-policy = {accepting}", transport);
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        var toA = (await b.ExpectAsync<MessageReceived>()).Connection;

        for (ulong tid = 2; tid <= Count; tid++)
        {
            Assert.Equal(SendResult.Accepted, toB.Send(Ping(tid, size: (int)(tid % 7) * 1000)));
            Assert.Equal(SendResult.Accepted, toA.Send(Ping(tid, size: (int)(tid % 5) * 1000)));
            if (tid % 200 != 0)
                continue;

            // Wherever the peers are by now, with some sent, some under way, some waiting.
            await b.ExpectAsync<MessageReceived>();
            transport.Cut();
        }

        await b.ExpectAsync<MessageReceived>(m => m.Message.Tid == Count);
        await a.ExpectAsync<MessageReceived>(m => m.Message.Tid == Count);
        await b.FenceAsync();
        await a.FenceAsync();
        Assert.Equal(Numbers(1), b.Messages.Select(m => m.Tid));
        Assert.Equal(Numbers(2), a.Messages.Select(m => m.Tid));
        Assert.DoesNotContain(a.Seen.Concat(b.Seen), e => e is ConnectionReset { Connection: var c } && (c == toA || c == toB));
        Assert.DoesNotContain(a.Seen.Concat(b.Seen), e => e is ConnectionRemoteReset);
        Assert.Same(toB, a.ConnectTo(b));
        Assert.All(b.Seen.OfType<MessageReceived>(), m => Assert.Same(toA, m.Connection));
    }

    [Fact]
    public async Task Connector_should_come_back_to_the_same_session_when_its_socket_is_cut_at_rest()
    {
        var (a, b) = (await StartAsync("osd.1", "default-policy = lossless-client"), await StartAsync("osd.2", "default-policy = stateful-server"));
        var toB = a.ConnectTo(b);
        await a.ExpectAsync<ConnectionEstablished>(toB);
        var toA = (await b.ExpectAsync<ConnectionAccepted>()).Connection;
        await UntilAsync(() => toB.IsConnected && toA.IsConnected);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(2, Network.Cut(_ => true));
            await a.ExpectAsync<ConnectionEstablished>(toB);
            await b.ExpectAsync<ConnectionAccepted>(toA);
            await UntilAsync(() => toB.IsConnected && toA.IsConnected);
        }

        toA.Send(Ping(7));
        Assert.Equal(7ul, (await a.ExpectAsync<MessageReceived>()).Message.Tid);
    }

    [Theory]
    [InlineData("lossy-client", "stateless-server")]
    [InlineData("lossy-client", "stateless-registered-server")]
    [InlineData("lossless-client", "stateless-server")]
    public async Task Lossy_session_should_end_on_both_sides_and_repeat_nothing_when_its_socket_is_cut(string connecting, string accepting)
    {
        var (a, b) = (await StartAsync("client.1", $"default-policy = {connecting}"), await StartAsync("osd.2", $"default-policy = {accepting}"));
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        var toA = (await b.ExpectAsync<MessageReceived>()).Connection;
        for (ulong tid = 2; tid <= Count; tid++)
            toB.Send(Ping(tid));
        await b.ExpectAsync<MessageReceived>();
        Network.Cut(_ => true);

        await a.ExpectAsync<ConnectionReset>(toB);
        await b.ExpectAsync<ConnectionReset>(toA);
        Assert.True(toA.IsClosed && toB.IsClosed);
        Assert.Equal(SendResult.Closed, toB.Send(Ping(Count + 1)));
        var received = b.Messages.Select(m => m.Tid).ToArray();
        Assert.Equal(Numbers(1).Take(received.Length), received);

        var again = a.ConnectTo(b);
        Assert.NotSame(toB, again);
        again.Send(Ping(5000));
        Assert.Equal(5000ul, (await b.ExpectAsync<MessageReceived>(m => m.Connection != toA)).Message.Tid);
    }

    [Fact]
    public async Task Held_messages_should_be_released_when_they_are_acknowledged()
    {
        var (a, b) = (await StartAsync("osd.1"), await StartAsync("osd.2"));
        var toB = a.ConnectTo(b);
        for (ulong tid = 1; tid <= 300; tid++)
            toB.Send(Ping(tid, size: 100));
        await b.ExpectMessagesAsync(300);
        await UntilAsync(() => toB.Outbox is { HeldMessages: 0, HeldBytes: 0 });
    }

    private static IEnumerable<ulong> Numbers(int from) => Enumerable.Range(from, Count - from + 1).Select(n => (ulong)n);
}
