using System.Buffers;
using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Streams;

namespace CephActors.Tests.Streams;

/// <summary>What an owner sees of its socket, over every transport.</summary>
public abstract class SocketStreamSpec : SocketStreamHarness
{
    [Fact]
    public async Task Sockets_should_carry_a_session_from_the_banner_to_messages()
    {
        var (client, server) = await Open();
        var (here, there) = (EntityAddress.Parse("v1:127.0.0.1:6800/1"), EntityAddress.Parse("v1:127.0.0.1:0/2"));

        server.Expect(Expectation.ClientHello);
        client.Expect(Expectation.ServerHello);
        Assert.True(server.Write(Wire.Raw(new ServerHello(here, there).Encode())));
        Assert.True(client.Write(Wire.Raw(new ClientHello(there).Encode())));
        Assert.Equal(here, Assert.IsType<ServerHello>(Take(Connector, client, 1)[0].Body).Server);
        Assert.Equal(there, Assert.IsType<ClientHello>(Take(Acceptor, server, 1)[0].Body).Client);

        client.Expect(Expectation.ConnectReply);
        server.Expect(Expectation.Connect);
        await WriteWhenReady(client, Wire.Raw(new ConnectFrame(new ConnectMessage { ConnectSeq = 3 }, [1, 2]).Encode()));
        Assert.Equal(3u, Assert.IsType<ConnectFrame>(Take(Acceptor, server, 1)[0].Body).Connect.ConnectSeq);
        server.Expect(Expectation.Sequence);
        await WriteWhenReady(server, Wire.Raw(new ConnectReplyFrame(new ConnectReply { Tag = MessengerTag.Sequence }, []).Encode()));
        Assert.Equal(MessengerTag.Sequence, Assert.IsType<ConnectReplyFrame>(Take(Connector, client, 1)[0].Body).Reply.Tag);

        client.Expect(Expectation.Messages, Wire.Phase());
        await WriteWhenReady(client, Wire.Batch(OutgoingFrame.Sequence(41), OutgoingFrame.Configure(Wire.Phase()), Wire.Frame(1)));
        Assert.Equal(41ul, Take(Acceptor, server, 1)[0].Value);
        server.Expect(Expectation.Messages, Wire.Phase());
        Assert.Equal(1ul, Take(Acceptor, server, 1)[0].Message!.Seq);
        await WriteWhenReady(server, Wire.Batch(OutgoingFrame.Ack(1)));
        Assert.Equal(FrameKind.Ack, Take(Connector, client, 1)[0].Kind);
        End(client, server);
    }

    [Fact]
    public async Task Socket_should_tell_that_it_is_connected_before_anything_else()
    {
        var (client, server) = await Open(connectedTaken: false);
        server.Expect(Expectation.Sequence);
        server.Write(Wire.Raw([0]));
        client.Write(Wire.Raw([0]));

        foreach (var (probe, socket) in new[] { (Connector, client), (Acceptor, server) })
        {
            var connected = probe.ExpectMsg<SocketConnected>(Patience);
            Assert.Equal((socket, 7L, socket.Info), (connected.Socket, connected.Incarnation, connected.Info));
            Assert.Same(socket, probe.ExpectMsg<WriterReady>(Patience).Socket);
        }

        Assert.Equal(client.Info!.Local, server.Info!.Remote);
        End(client, server);
    }

    [Fact]
    public async Task Payloads_should_arrive_unharmed_whatever_their_lengths()
    {
        int[] lengths = [10, 70_000, 0, 200_000, 66_000, 66_000, 3_000_000, 5, 1 << 20, 20_000, 300_000];
        var (client, server) = await OpenSession();
        var sent = lengths.Select((length, i) => Wire.Frame((ulong)i + 1, front: 0, length)).ToArray();

        foreach (var part in sent.Chunk(6))
            await WriteWhenReady(client, Wire.Batch(part));

        var received = Take(Acceptor, server, lengths.Length);
        Assert.Equal(lengths, received.Select(f => (int)f.Message!.Data.Length));
        Assert.All(received, f => Assert.True(f.Message!.Data.ToArray().AsSpan().SequenceEqual(Wire.Message(0, (int)f.Message.Data.Length, f.Message.Seq).Data.ToArray())));
        End(client, server);
    }

    [Fact]
    public async Task Write_should_be_refused_while_a_batch_is_in_flight()
    {
        var (client, server) = await OpenSession();
        Assert.True(client.CanWrite);
        Assert.True(client.Write(Wire.Batch(Wire.Frame(1))));
        var second = Wire.Batch(Wire.Frame(2));
        while (!client.Write(second)) Connector.ExpectMsg<WriterReady>(Patience);

        Assert.Equal([1, 2], Take(Acceptor, server, 2).Select(f => f.Message!.Seq));
        End(client, server);
    }

    [Fact]
    public async Task Writer_should_be_told_before_the_end_when_the_peer_got_what_was_written()
    {
        // A session that has answered must know that it has: otherwise it would forget what its peer takes for open.
        var (client, server) = await OpenSession();
        Assert.True(client.Write(Wire.Batch(Wire.Frame(1))));
        Take(Acceptor, server, 1);
        server.Abort();

        Assert.Same(client, Connector.ExpectMsg<WriterReady>(Patience).Socket);
        Assert.Equal(SocketEndKind.Failed, ExpectEnd(Connector, client).Kind);
        ExpectEnd(Acceptor, server);
    }

    [Fact]
    public async Task Sockets_should_carry_large_messages_both_ways_at_once()
    {
        var (client, server) = await OpenSession();
        for (ulong seq = 1; seq <= 5; seq++)
        {
            await WriteWhenReady(client, Wire.Batch(Wire.Frame(seq, data: 3_000_000)));
            await WriteWhenReady(server, Wire.Batch(Wire.Frame(seq, data: 2_000_000)));
        }

        var toServer = Take(Acceptor, server, 5);
        var toClient = Take(Connector, client, 5);
        for (var i = 0; i < 5; i++)
        {
            Assert.True(toServer[i].Message!.Data.FirstSpan.StartsWith(Wire.Fill(3_000_000, (ulong)i + 2).AsSpan(0, 1000)));
            Assert.Equal(3_000_000, toServer[i].Message!.Data.Length);
            Assert.Equal(2_000_000, toClient[i].Message!.Data.Length);
        }

        End(client, server);
    }

    [Fact]
    public async Task Socket_should_end_as_refused_when_nobody_listens()
    {
        await Listen();
        await Unlisten();
        var socket = SocketStream.Open(Transport, Listener.Local, Settings, Wire.Codec, Connector, 7, Materializer);

        Assert.Equal(SocketEndKind.Refused, ExpectEnd(Connector, socket).Kind);
        Assert.True(socket.IsTerminated);
        Assert.False(socket.Write(Wire.Batch()));
    }

    [Fact]
    public async Task Socket_should_end_as_aborted_here_and_failed_there_when_it_is_aborted()
    {
        var (client, server) = await OpenSession();
        client.Abort();

        Assert.Equal(SocketEndKind.Aborted, ExpectEnd(Connector, client).Kind);
        Assert.Equal(SocketEndKind.Failed, ExpectEnd(Acceptor, server).Kind);
        client.Abort();
        client.Close();
        Connector.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Abort_should_end_the_socket_when_it_is_not_connected_yet()
    {
        await Listen();
        var socket = SocketStream.Open(Transport, Listener.Local, Settings, Wire.Codec, Connector, 7, Materializer);
        socket.Abort();

        var end = Connector.FishForMessage<SocketTerminated>(_ => true, Patience);
        Assert.Equal(SocketEndKind.Aborted, end.End.Kind);
    }

    [Fact]
    public async Task Close_should_send_what_was_written_before()
    {
        var (client, server) = await OpenSession();
        client.Write(Wire.Batch(Wire.Frame(1, data: 5_000_000)));
        client.Close();
        Assert.False(client.CanWrite);

        Assert.Equal(5_000_000, Take(Acceptor, server, 1)[0].Message!.Data.Length);
        Assert.Equal(SocketEndKind.PeerClosed, ExpectEnd(Acceptor, server).Kind);
        Assert.Equal(SocketEndKind.Closed, ExpectEnd(Connector, client).Kind);
    }

    [Fact]
    public async Task Close_should_work_when_both_sides_do_it()
    {
        var (client, server) = await OpenSession();
        client.Write(Wire.Batch(Wire.Frame(1)));
        client.Close();
        server.Close();

        Assert.Equal(SocketEndKind.Closed, ExpectEnd(Connector, client).Kind);
        Assert.Equal(SocketEndKind.Closed, ExpectEnd(Acceptor, server).Kind);
    }

    [Fact]
    public async Task Socket_should_end_as_invalid_when_the_peer_breaks_the_protocol()
    {
        var (client, server) = await OpenSession();
        client.Write(Wire.Batch(Wire.Frame(1), OutgoingFrame.Raw(new byte[] { 200 })));

        Assert.Equal(1ul, Take(Acceptor, server, 1)[0].Message!.Seq);
        var end = ExpectEnd(Acceptor, server);
        Assert.Equal((SocketEndKind.Invalid, ProtocolError.UnknownTag), (end.Kind, end.Error!.Value.Kind));
        Assert.Equal(SocketEndKind.Failed, ExpectEnd(Connector, client).Kind);
    }

    [Fact]
    public async Task Socket_should_end_as_invalid_when_the_peer_closes_inside_a_frame()
    {
        var (client, server) = await OpenSession();
        client.Write(Wire.Raw(Wire.Encode(Wire.Frame(1))[..40]));
        client.Close();

        Assert.Equal(ProtocolError.Truncated, ExpectEnd(Acceptor, server).Error!.Value.Kind);
        Assert.NotEqual(SocketEndKind.PeerClosed, ExpectEnd(Connector, client).Kind);
    }

    [Fact]
    public async Task Socket_should_end_as_failed_when_the_owner_makes_a_mistake()
    {
        var (client, server) = await Open();
        client.Write(Wire.Batch(Wire.Frame(1)));

        var end = ExpectEnd(Connector, client);
        Assert.Equal(SocketEndKind.Failed, end.Kind);
        Assert.Contains("Configure", end.Reason, StringComparison.Ordinal);
        Assert.NotNull(ExpectEnd(Acceptor, server));
    }

    [Fact]
    public async Task Socket_should_hold_the_peer_back_when_batches_are_not_returned()
    {
        var (client, server) = await OpenSession();
        var held = new List<FrameBatch>();
        ulong written = 0;

        // One batch in the writer's hands at a time: each arrives as a batch of its own.
        for (; written < SocketStream.MaxUnreturnedBatches; written++)
        {
            await WriteWhenReady(client, Wire.Batch(Wire.Frame(written + 1)));
            held.Add(Acceptor.FishForMessage<FramesReceived>(_ => true, Patience).Batch);
        }

        await WriteWhenReady(client, Wire.Batch(Wire.Frame(++written)));
        await WriteWhenReady(client, Wire.Batch(Wire.Frame(++written)));
        Assert.Equal([1, 2, 3, 4], held.Select(batch => batch[0].Message!.Seq));
        Assert.False(Acceptor.HasMessages);
        foreach (var batch in held) server.BatchDone(batch);

        Assert.Equal([5, 6], Take(Acceptor, server, 2).Select(f => f.Message!.Seq));
        End(client, server);
    }

    [Fact]
    public async Task Abort_should_end_the_socket_when_the_receive_gate_is_shut()
    {
        var gate = new FakeGate(open: false);
        var (client, server) = await OpenSession(gate);
        client.Write(Wire.Batch(Wire.Frame(1)));
        await Soon(gate.Asked);

        server.Abort();

        Assert.Equal(SocketEndKind.Aborted, ExpectEnd(Acceptor, server).Kind);
        Assert.Equal(SocketEndKind.Failed, ExpectEnd(Connector, client).Kind);
        await AwaitAssertAsync(() => Assert.False(gate.HasWaiter), Patience);
    }
}
