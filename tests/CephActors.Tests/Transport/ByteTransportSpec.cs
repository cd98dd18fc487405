using System.Buffers;
using System.Net.Sockets;
using Akka.Streams;
using Akka.Streams.Dsl;
using CephActors.Transport;

namespace CephActors.Tests.Transport;

/// <summary>What every transport promises.</summary>
public abstract class ByteTransportSpec : ByteTransportHarness
{
    [Fact]
    public async Task Socket_should_return_every_byte_when_the_peer_echoes_random_chunks()
    {
        var random = new Random(7);
        var (client, server) = await Pair();
        var sent = new byte[300_000];
        random.NextBytes(sent);
        var echo = Task.Run(async () =>
        {
            while (await server.Next() is { } chunk) await server.Send(chunk);
            server.Complete();
        });
        var receive = client.Receive(sent.Length);
        for (var offset = 0; offset < sent.Length;)
        {
            var length = Math.Min(random.Next(1, 9000), sent.Length - offset);
            await Soon(client.Send(sent[offset..(offset + length)]));
            offset += length;
        }

        Assert.Equal(sent, await Soon(receive));
        client.Complete();
        Assert.Null(await Soon(client.Next()));
        await Soon(echo);
    }

    [Fact]
    public async Task Socket_should_deliver_the_same_content_when_much_is_sent_in_scattered_buffers()
    {
        const int Total = 24 * 1024 * 1024;
        var (connecting, accept) = await Flows();
        var sending = Source.From(BytePattern.Scatter(Total)).Via(connecting).RunWith(Sink.Ignore<ReadOnlySequence<byte>>(), Materializer);
        var received = Source.Empty<ReadOnlySequence<byte>>()
            .Via((await accept()).Flow)
            .RunWith(Sink.Aggregate<ReadOnlySequence<byte>, long>(0, BytePattern.Check), Materializer);

        Assert.Equal(Total, await Soon(received));
        await Soon(sending);
    }

    [Fact]
    public async Task Socket_should_send_memory_that_is_no_array()
    {
        byte[] content = [.. Enumerable.Repeat<byte>(7, 10_000)];
        using var opaque = new OpaqueMemory(content);
        var (connecting, accept) = await Flows();
        var sending = Source.Single(Sequences.Join(new byte[] { 1, 2 }, opaque.Memory, new byte[] { 3 }, opaque.Memory))
            .Via(connecting)
            .RunWith(Sink.Ignore<ReadOnlySequence<byte>>(), Materializer);
        var server = TestSocket.Open(await accept(), Materializer);

        Assert.Equal([1, 2, .. content, 3, .. content], await Soon(server.Receive(20_003)));
        server.Complete();
        Assert.Null(await Soon(server.Next()));
        await Soon(sending);
    }

    [Fact]
    public async Task Socket_should_go_on_receiving_when_its_own_side_is_complete()
    {
        var (client, server) = await Pair();
        await Soon(client.Send(1, 2, 3));
        client.Complete();

        Assert.Equal([1, 2, 3], await Soon(server.Receive(3)));
        Assert.Null(await Soon(server.Next()));
        await Soon(server.Send(4, 5));
        server.Complete();
        Assert.Equal([4, 5], await Soon(client.Receive(2)));
        Assert.Null(await Soon(client.Next()));
    }

    [Fact]
    public async Task Socket_should_tell_both_ends_the_same_addresses_when_it_is_established()
    {
        var (client, server) = await Pair();
        var near = await Soon(client.Info);
        var far = await Soon(server.Info);

        Assert.Equal(near, new SocketInfo(far.Remote, far.Local));
        Assert.NotEqual(0, near.Local.Port);
        client.Complete();
        server.Complete();
        Assert.Null(await Soon(client.Next()));
        Assert.Null(await Soon(server.Next()));
    }

    [Fact]
    public async Task Connect_should_fail_as_refused_when_nobody_listens()
    {
        var socket = TestSocket.Open(Transport.Connect(await FreeEndPoint(), Settings), Materializer);

        var connect = await Assert.ThrowsAsync<SocketException>(() => Soon(socket.Info));
        var stream = await Assert.ThrowsAnyAsync<Exception>(() => Soon(socket.Next()));
        Assert.Equal(SocketError.ConnectionRefused, connect.SocketErrorCode);
        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(Innermost(stream)).SocketErrorCode);
    }

    [Fact]
    public async Task Bind_should_fail_when_the_address_is_in_use()
    {
        var (listener, _) = await Listen(AnyPort);
        var second = Transport.Bind(listener.Local, Settings).To(Sink.Ignore<IncomingSocket>()).Run(Materializer);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Soon(second));
        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.IsType<SocketException>(Innermost(failure)).SocketErrorCode);
    }

    [Fact]
    public async Task Bind_should_succeed_again_when_the_listener_has_unbound()
    {
        var (first, _) = await Listen(AnyPort);
        await Soon(first.UnbindAsync());
        var (second, _) = await Listen(first.Local);

        Assert.Equal(first.Local, second.Local);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Socket_should_fail_when_the_peer_aborts(bool accepterAborts)
    {
        var (client, server) = await Pair();
        var (aborting, other) = accepterAborts ? (server, client) : (client, server);
        await Soon(aborting.Send(1));
        Assert.Equal([1], await Soon(other.Receive(1)));

        aborting.Fail(new InvalidOperationException("enough"));

        await Assert.ThrowsAnyAsync<Exception>(() => Soon(other.Next()));
        await Assert.ThrowsAnyAsync<Exception>(() => Soon(aborting.Next()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Socket_should_go_on_sending_and_discard_what_arrives_when_its_outlet_is_cancelled(bool accepterCancels)
    {
        var (connecting, accept) = await Flows();
        var connected = accepterCancels ? TestSocket.Open(connecting, Materializer) : null;
        var deaf = accepterCancels ? null : Speak(connecting);
        var accepted = await accept();
        var speech = deaf ?? Speak(accepted.Flow);
        var listener = connected ?? TestSocket.Open(accepted, Materializer);

        await Soon(listener.Send(0));
        for (var i = 0; i < 100; i++) await Soon(listener.Send(new byte[64 * 1024]));
        await Soon(speech.OfferAsync([1, 2]));

        Assert.Equal([1, 2], await Soon(listener.Receive(2)));
        listener.Complete();
        await Soon(listener.Completion);
        speech.Complete();

        // In order, or as a reset if the closing side had not read all of it.
        await Soon(Task.WhenAny(listener.Next()));
    }

    [Fact]
    public async Task Socket_should_hold_the_writer_back_when_the_reader_is_slow()
    {
        const int Chunk = 64 * 1024;
        const int Chunks = 1024;
        const int MostOnTheWay = 24 * 1024 * 1024;
        var (connecting, accept) = await Flows();
        var sent = 0L;
        var writing = Source.From(Enumerable.Range(0, Chunks))
            .Select(_ =>
            {
                Interlocked.Add(ref sent, Chunk);
                return new ReadOnlySequence<byte>(new byte[Chunk]);
            })
            .Via(connecting)
            .RunWith(Sink.Ignore<ReadOnlySequence<byte>>(), Materializer);
        var reader = TestSocket.Open(await accept(), Materializer);

        // The time two others take for a conversation is time in which an unbounded writer would send everything.
        await Socket_should_return_every_byte_when_the_peer_echoes_random_chunks();
        await AwaitAssertAsync(() => Assert.NotEqual(0, Interlocked.Read(ref sent)), Patience);
        Assert.InRange(Interlocked.Read(ref sent), Chunk, MostOnTheWay);

        var received = 0L;
        while (await Soon(reader.Next()) is { } chunk)
        {
            received += chunk.Length;
            Assert.InRange(Interlocked.Read(ref sent) - received, 0, MostOnTheWay);
        }

        Assert.Equal((long)Chunk * Chunks, received);
        reader.Complete();
        await Soon(writing);
    }

    [Fact]
    public async Task Discard_should_reset_the_peer_when_an_accepted_socket_is_not_wanted()
    {
        var (connecting, accept) = await Flows();
        var client = TestSocket.Open(connecting, Materializer);
        (await accept()).Discard(Materializer);

        await Assert.ThrowsAnyAsync<Exception>(() => Soon(client.Next()));
    }

    /// <summary>A socket whose outlet is cancelled with the first chunk.</summary>
    private ISourceQueueWithComplete<byte[]> Speak<TMat>(Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, TMat> socket) =>
        Source.Queue<byte[]>(1, OverflowStrategy.Backpressure)
            .Select(bytes => new ReadOnlySequence<byte>(bytes))
            .Via(socket)
            .Take(1)
            .To(Sink.Ignore<ReadOnlySequence<byte>>())
            .Run(Materializer);

    private static Exception Innermost(Exception e) => e is AggregateException { InnerException: { } inner } ? Innermost(inner) : e;
}
