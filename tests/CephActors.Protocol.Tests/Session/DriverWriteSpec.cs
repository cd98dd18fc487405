using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>What a driver hands to its socket, when, and in which order. Ceph: <c>ProtocolV1::write_event</c>.</summary>
public class DriverWriteSpec
{
    [Fact]
    public void Flush_should_write_signs_of_life_then_messages_then_one_acknowledgement_when_the_session_is_open()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        probe.Read(probe.Message(1), probe.Message(2), DriverProbe.Frame(FrameKind.Keepalive2, 9));
        probe.Session.Enqueue(2);
        probe.Machine.KeepalivePending = true;
        probe.Monotonic = TimeSpan.FromSeconds(99);

        Assert.Equal(
            [
                "writing messages",
                "s < Keepalive2Ack 9.000000000",
                "s < Keepalive2 1000.000000700",
                "s < message 1 as 1 of osd.2, 63",
                "s < message 2 as 2 of osd.2, 63",
                "s < ack 2",
                "s wrote",
            ],
            probe.Flush());
        Assert.Equal(TimeSpan.FromSeconds(99), probe.Machine.LastActivity);
        Assert.Equal(2, probe.Machine.Queues.Unacked);
        Assert.Empty(probe.Flush());
    }

    [Fact]
    public void Flush_should_send_the_old_sign_of_life_when_the_peer_knows_no_other()
    {
        var probe = DriverProbe.At(
            Place.AcceptorOpen, new ProbeSetup { Policy = Policy.LosslessPeer with { FeaturesSupported = CephFeatures.All & ~CephFeatures.MsgrKeepalive2 } });
        probe.Machine.KeepalivePending = true;

        Assert.Equal(["s < Keepalive", "s wrote"], probe.Flush());
        Assert.False(probe.Machine.KeepalivePending);
    }

    [Fact]
    public void Flush_should_write_an_acknowledgement_alone_when_nothing_else_waits()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        probe.Read(probe.Message(1));

        Assert.Equal(["s < ack 1", "s wrote"], probe.Flush());
    }

    [Fact]
    public void Flush_should_keep_nothing_when_the_session_is_lossy()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen, Policy.StatelessRegisteredServer);
        probe.Session.Enqueue(1);

        Assert.Equal(["writing messages", "s < message 1 as 1 of osd.2, 63", "s wrote"], probe.Flush());
        Assert.Equal((0, 1), (probe.Machine.Queues.Unacked, probe.Session.Released.Count));
    }

    [Fact]
    public void Flush_should_write_nothing_when_the_socket_has_a_batch_in_hand()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        probe.Session.Enqueue(1);
        probe.Socket.CanWrite = false;

        Assert.Empty(probe.Flush());
        Assert.Equal(1, probe.Machine.Queues.Queued);
        probe.Socket.CanWrite = true;
        Assert.NotEmpty(probe.Flush());
    }

    [Fact]
    public void Flush_should_write_nothing_when_there_is_nothing_or_no_socket()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        var before = probe.Machine.LastActivity;

        Assert.Empty(probe.Flush());
        Assert.Equal(before, probe.Machine.LastActivity);

        probe.Driver.Forget();
        probe.Session.Enqueue(1);
        Assert.Empty(probe.Flush());
        Assert.Equal(1, probe.Machine.Queues.Queued);
    }

    [Fact]
    public void Flush_should_write_the_handshake_and_keep_the_messages_when_the_session_is_not_open_yet()
    {
        var probe = DriverProbe.At(Place.AcceptorSequence);
        probe.Session.Enqueue(1);
        Assert.Empty(probe.Flush());

        probe.Read(DriverProbe.Frame(FrameKind.Keepalive2, 1));

        Assert.Equal(["s < Keepalive2Ack 1.000000000", "s wrote"], probe.Flush());
        Assert.Equal(1, probe.Machine.Queues.Queued);
    }

    [Theory]
    [InlineData(2, 1 << 20, 2)]
    [InlineData(100, 1, 1)]
    [InlineData(100, 53, 1)]
    [InlineData(100, 54, 2)]
    [InlineData(100, 106, 2)]
    [InlineData(100, 107, 3)]
    public void Flush_should_stop_at_its_limits_when_much_waits(int frames, long bytes, int written)
    {
        // A message without payload counts as its header: 53 bytes.
        var probe = DriverProbe.At(Place.AcceptorOpen, frames: frames, bytes: bytes);
        probe.Session.Enqueue(5);

        Assert.Equal(written, probe.Flush().Count(t => t.StartsWith("s < message", StringComparison.Ordinal)));
        Assert.Equal(5 - written, probe.Machine.Queues.Queued);
    }

    [Fact]
    public void Flush_should_count_the_payload_when_it_limits_the_bytes()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen, bytes: 200);
        for (ulong tid = 1; tid <= 3; tid++)
            probe.Machine.Queues.Enqueue(new CephMessage(MessageType.Ping, new byte[100]) { Tid = tid }, 127);

        Assert.Equal(2, probe.Flush().Count(t => t.StartsWith("s < message", StringComparison.Ordinal)));
    }

    [Fact]
    public void Handshake_should_be_forgotten_when_there_is_no_socket_to_write_it_to()
    {
        var probe = DriverProbe.At(Place.Dialing);
        probe.Driver.Forget();
        probe.Driver.Step(new SessionInput.SocketConnected(probe.Machine.Incarnation));

        probe.Driver.Adopt(probe.Socket);

        Assert.Empty(probe.Flush());
    }

    [Fact]
    public void Handshake_should_be_forgotten_when_its_socket_is_dropped()
    {
        var probe = DriverProbe.At(Place.Dialing);
        probe.Driver.Step(new SessionInput.SocketConnected(probe.Machine.Incarnation));
        probe.Did();

        probe.Driver.DropSocket();
        probe.Driver.DropSocket();

        Assert.Equal(["s aborted"], probe.Did());
        probe.Driver.Adopt(probe.Socket);
        Assert.Empty(probe.Flush());
    }

    [Theory]
    [InlineData(CephFeatures.All, true, true)]
    [InlineData(CephFeatures.All & ~CephFeatures.CephxV2, true, true)]
    [InlineData(CephFeatures.All & ~CephFeatures.MsgAuth, false, false)]
    public void Opening_should_sign_when_a_key_is_shared_and_both_sides_know_how(ulong features, bool auth, bool signs)
    {
        var probe = DriverProbe.At(
            Place.ConnectorConnect,
            new ProbeSetup { Source = new FakeSource(), Policy = Policy.LosslessPeer with { FeaturesSupported = features } });
        var reply = new ConnectReply(MessengerTag.Ready, CephFeatures.All, 500, 1, 10, 0);
        probe.Monotonic = TimeSpan.FromSeconds(42);
        probe.Driver.Step(new SessionInput.FrameReceived(probe.Machine.Incarnation, new ConnectReplyFrame(reply, FakeSource.Proof)));

        Assert.Contains("now Open", probe.Did());
        Assert.Equal(TimeSpan.FromSeconds(42), probe.Machine.LastActivity);
        Assert.Equal((auth, signs), (probe.Socket.Phase!.MsgAuth, probe.Socket.Phase.Signer is not null));
        if (probe.Socket.Phase.Signer is { } signer)
        {
            // The later kind of signature covers the sequence number too.
            var reference = new MessageSigner(FakeSource.Key.Secret, features == CephFeatures.All);
            var header = default(MessageHeader) with { Seq = 7 };
            Assert.Equal(reference.Sign(header, default), signer.Sign(header, default));
        }
    }
}
