using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>What a driver makes of the frames its socket read. Ceph: <c>ProtocolV1::handle_message</c>, <c>handle_keepalive2</c>.</summary>
public class DriverReceiveSpec
{
    private const ulong Stamp = (12UL << 32) | 34;

    [Fact]
    public void Message_should_be_accepted_when_its_number_is_new()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);

        Assert.Equal(["accept 1 after 0", "accept 4 after 2", "s done"], probe.Read(probe.Message(1), probe.Message(4)));
        Assert.Equal(4UL, probe.Machine.Queues.InSeq);
        Assert.True(probe.Machine.Queues.OwesAck);
    }

    [Fact]
    public void Message_should_return_its_credits_when_it_was_received_before()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        probe.Read(probe.Message(1));

        Assert.Equal(
            ["dispatch credits 3", "policy credits 3", "again 1", "accept 2 after 0", "s done"],
            probe.Read(probe.Message(1), probe.Message(2)));
    }

    [Fact]
    public void Message_should_owe_no_acknowledgement_when_the_session_is_lossy()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen, Policy.StatelessRegisteredServer);

        Assert.Equal(["accept 1 after 0", "s done"], probe.Read(probe.Message(1)));
        Assert.Empty(probe.Flush());
    }

    [Theory]
    [InlineData("Keepalive", "alive")]
    [InlineData("Keepalive2", "alive", "s < Keepalive2Ack 34.000000012", "s wrote")]
    [InlineData("Keepalive2Ack", "alive since 34.000000012")]
    public void Sign_of_life_should_be_told_when_it_arrives(string kind, string told, params string[] answer)
    {
        var probe = DriverProbe.At(Place.ConnectorOpen);

        Assert.Equal([told, "s done"], probe.Read(DriverProbe.Frame(Enum.Parse<FrameKind>(kind), Stamp)));
        Assert.Equal(answer, probe.Flush());
    }

    [Fact]
    public void Answers_to_signs_of_life_should_be_limited_when_the_peer_does_not_read_them()
    {
        var probe = DriverProbe.At(Place.ConnectorOpen);
        for (ulong second = 1; second <= 300; second++)
            probe.Read(DriverProbe.Frame(FrameKind.Keepalive2, second));

        var written = probe.Flush();

        Assert.Equal(257, written.Length);
        Assert.Equal("s < Keepalive2Ack 255.000000000", written[254]);
        Assert.Equal("s < Keepalive2Ack 300.000000000", written[255]);
    }

    [Fact]
    public void Acknowledgement_should_release_what_it_covers()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        probe.Session.Enqueue(3);
        probe.Flush();

        Assert.Equal(["s done"], probe.Read(DriverProbe.Frame(FrameKind.Ack, 2)));
        Assert.Equal([1UL, 2], probe.Session.Released);
    }

    [Fact]
    public void Acknowledgement_should_change_nothing_when_the_session_has_become_lossy()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        probe.Session.Enqueue(3);
        probe.Flush();
        probe.Driver.Step(new SessionInput.MarkDisposable());

        probe.Read(DriverProbe.Frame(FrameKind.Ack, 2));

        Assert.Empty(probe.Session.Released);
    }

    [Theory]
    [InlineData(false, 0, 0)]
    [InlineData(false, 2, 2)]
    [InlineData(true, 2, 0)]
    public void Message_should_release_what_it_acknowledges_while_the_session_keeps_anything(bool lossy, ulong ackSeq, int released)
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        probe.Session.Enqueue(3);
        probe.Flush();
        if (lossy)
            probe.Driver.Step(new SessionInput.MarkDisposable());

        probe.Read(probe.Message(1, ackSeq: ackSeq));

        Assert.Equal(released, probe.Session.Released.Count);
    }

    [Fact]
    public void Message_should_be_counted_once_when_it_comes_twice()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);

        probe.Read(probe.Message(1, payload: 5), probe.Message(1, payload: 5), probe.Message(2, payload: 1));

        Assert.Equal([new TallyOfType(MessageType.Ping, 2, 6)], probe.Machine.Queues.Traffic.Received.Read());
    }

    [Fact]
    public void Only_an_acknowledgement_should_be_owed_when_messages_came_and_nothing_waits()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        Assert.False(probe.Driver.OwesOnlyAck);
        probe.Read(probe.Message(1));
        Assert.True(probe.Driver.OwesOnlyAck);

        probe.Machine.KeepalivePending = true;
        Assert.False(probe.Driver.OwesOnlyAck);
        probe.Machine.KeepalivePending = false;

        probe.Read(DriverProbe.Frame(FrameKind.Keepalive2, Stamp));
        Assert.False(probe.Driver.OwesOnlyAck);
        probe.Flush();
        Assert.False(probe.Driver.OwesOnlyAck);

        probe.Read(probe.Message(2));
        probe.Session.Enqueue();
        Assert.False(probe.Driver.OwesOnlyAck);
    }

    [Fact]
    public void No_acknowledgement_should_be_owed_alone_when_the_session_is_not_open()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        probe.Read(probe.Message(1));

        probe.Session.Lost();

        Assert.Equal(("Standby", true, false), (probe.Session.At, probe.Machine.Queues.OwesAck, probe.Driver.OwesOnlyAck));
    }

    [Fact]
    public void Close_should_end_the_session_and_return_the_credits_of_what_was_read_after_it()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);

        Assert.Equal(
            [
                "accept 1 after 0", "now Closed", "s aborted", "stop Ready", "stop Idle", "stop Backoff", "discard", "stopped",
                "dispatch credits 3", "policy credits 3", "s done",
            ],
            probe.Read(probe.Message(1), DriverProbe.Frame(FrameKind.Close), probe.Message(2), DriverProbe.Frame(FrameKind.Keepalive)));
        Assert.Null(probe.Driver.Socket);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frames_should_only_give_their_credits_back_when_their_socket_is_not_the_present_one(bool sameSocket)
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        probe.Session.Enqueue(1);
        probe.Flush();
        var (socket, incarnation) = sameSocket ? (probe.Socket, probe.Machine.Incarnation - 1) : (probe.NewSocket("old"), probe.Machine.Incarnation);
        probe.Machine.LastActivity = TimeSpan.FromSeconds(1);

        var did = probe.Read(
            socket, incarnation, probe.Message(1), DriverProbe.Frame(FrameKind.Ack, 1), DriverProbe.Frame(FrameKind.Keepalive2), DriverProbe.Frame(FrameKind.Close));

        Assert.Equal(["dispatch credits 3", "policy credits 3", sameSocket ? "s done" : "old done"], did);
        Assert.Equal((0UL, 1, "Open"), (probe.Machine.Queues.InSeq, probe.Machine.Queues.Unacked, probe.Session.At));
        Assert.Equal(TimeSpan.FromSeconds(1), probe.Machine.LastActivity);
    }

    [Fact]
    public void Frames_should_count_as_activity_when_they_come_from_the_present_socket()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        probe.Monotonic = TimeSpan.FromSeconds(77);

        probe.Read(DriverProbe.Frame(FrameKind.Keepalive));

        Assert.Equal(TimeSpan.FromSeconds(77), probe.Machine.LastActivity);
    }

    [Fact]
    public void Connector_should_come_to_an_open_session_when_the_handshake_is_read()
    {
        var probe = DriverProbe.At(Place.Dialing, new ProbeSetup { LearnAddress = false });
        var peer = EntityAddress.Parse(ProbeSetup.Below);
        probe.Driver.Step(new SessionInput.SocketConnected(probe.Machine.Incarnation));
        Assert.Equal(["now Connecting/Greeting", "start Ready 10", "s expects ServerHello"], probe.Did());
        Assert.Equal(["s < banner", "s wrote"], probe.Flush());
        probe.Driver.OnWriterReady(probe.Socket);
        Assert.Equal(["now Connecting/Banner"], probe.Did());

        Assert.Equal(
            ["now Connecting/Connect", "s expects ConnectReply", "s done"],
            probe.Read(DriverProbe.Frame(FrameKind.ServerHello, 0, new ServerHello(peer, peer))));
        Assert.Equal([$"s < address {ProbeSetup.Above}", "s < connect cs=0 gs=1", "s wrote"], probe.Flush());

        var reply = new ConnectReply(MessengerTag.Sequence, CephFeatures.All, 500, 1, 10, 0);
        Assert.Equal(
            ["now Connecting/Sequence", "s expects Sequence", "s done"],
            probe.Read(DriverProbe.Frame(FrameKind.ConnectReply, 0, new ConnectReplyFrame(reply, []))));

        probe.Monotonic = TimeSpan.FromSeconds(8);
        Assert.Equal(
            ["now Open", "stop Ready", "start Idle 900", "raise Connect", "gate", "s expects Messages", "s done"],
            probe.Read(DriverProbe.Frame(FrameKind.Sequence, 3)));
        Assert.Equal(["s < in_seq 0", "s < Configure", "s wrote"], probe.Flush());
        Assert.Equal(3UL, probe.Machine.Queues.OutSeq);
        Assert.Equal(new MessagePhase(MsgAuth: true, null, probe), probe.Socket.Phase);
        Assert.Equal(probe.Socket.Phase, probe.Socket.WritePhase);
    }

    [Fact]
    public void Acceptor_should_come_to_an_open_session_when_the_handshake_is_read()
    {
        var probe = DriverProbe.At(Place.AcceptorBanner);
        var peer = EntityAddress.Parse(ProbeSetup.Below);

        Assert.Equal(
            ["now Accepting/Connect", "s expects Connect", "s done"],
            probe.Read(DriverProbe.Frame(FrameKind.ClientHello, 0, new ClientHello(peer))));
        var connect = new ConnectMessage(CephFeatures.All, EntityType.Osd, 10, 0, 10, 0, 0);
        Assert.Equal(
            ["now Accepting/Lookup", $"register {ProbeSetup.Below}", "now Accepting/Answer", "s done"],
            probe.Read(DriverProbe.Frame(FrameKind.Connect, 0, new ConnectFrame(connect, []))));
        Assert.Equal(["s < reply Sequence cs=1 gs=1", "s < in_seq 0", "s wrote"], probe.Flush());
        probe.Driver.OnWriterReady(probe.Socket);
        Assert.Equal(["now Accepting/Sequence", "raise Accept", "s expects Sequence"], probe.Did());
        Assert.Equal(
            ["now Open", "stop Ready", "start Idle 900", "gate", "s expects Messages", "s done"],
            probe.Read(DriverProbe.Frame(FrameKind.Sequence, 0)));
    }

    [Fact]
    public void Driver_should_complain_when_a_handshake_frame_has_no_body()
    {
        var probe = DriverProbe.At(Place.AcceptorBanner);

        Assert.Throws<InvalidOperationException>(() => probe.Read(DriverProbe.Frame(FrameKind.ClientHello)));
    }
}
