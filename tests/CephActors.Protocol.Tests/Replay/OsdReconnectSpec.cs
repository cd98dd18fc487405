using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Protocol.Tests.Framing.V1;
using CephActors.Protocol.Tests.Session;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Replay;

/// <summary>
/// Two real OSDs whose sockets were cut again and again: each side of each of their connections is played by our decoder
/// and session machine against the recorded bytes of the other, and must say what the real OSD said, byte for byte.
/// The numbers that the OSD had before, and its counter of attempts, are those that the recording shows.
/// </summary>
public class OsdReconnectSpec
{
    public static TheoryData<string> Connections =>
        [.. Capture.Names.Where(name => name.StartsWith("v1-none-osd-osd-reconnect/", StringComparison.Ordinal))];

    [Fact]
    public void Connections_should_all_be_here()
    {
        var all = Capture.Names.Where(name => name.Contains("osd-osd-reconnect", StringComparison.Ordinal)).Select(name => new RecordedConnect(name)).ToList();

        Assert.Equal((20, 13), (all.Count, all.Count(r => r.Replies.Any(reply => reply.Tag is MessengerTag.Sequence))));
        Assert.Equal(
            [MessengerTag.Wait, MessengerTag.RetrySession, MessengerTag.RetryGlobal, MessengerTag.Sequence],
            all.SelectMany(r => r.Replies).Select(r => r.Tag).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Connections))]
    public void Acceptor_should_answer_as_the_real_OSD_did(string name)
    {
        var recorded = new RecordedConnect(name);
        var setup = Setup(recorded.ServerAddress, recorded.ClientAddress);
        var existing = recorded.IsReconnect ? Existing(setup, recorded) : null;
        var osd = new ReplayedOsd(existing is null ? SessionProbe.Acceptor(setup) : SessionProbe.Acceptor(setup, existing.Context), existing);
        var expected = recorded.Handshake(ConversationSide.Server);

        osd.Step(new SessionInput.SocketAccepted(1, recorded.ClientAsSeen));
        if (recorded.Replies.LastOrDefault(r => r.Tag is MessengerTag.Sequence) is { GlobalSeq: > 1 } opening)
            osd.Session.Context.GlobalSeq.Next(opening.GlobalSeq - 2);
        osd.Hear(recorded.Handshake(ConversationSide.Client), expected.Length);

        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(osd.Written));
        ExpectToContinue(osd, recorded, ConversationSide.Server);
    }

    [Theory]
    [MemberData(nameof(Connections))]
    public void Connector_should_ask_as_the_real_OSD_did(string name)
    {
        var recorded = new RecordedConnect(name);
        var setup = Setup(recorded.ClientAddress, recorded.ServerAddress) with { Source = recorded.Authorizers() };
        var session = Dialling(setup, recorded);
        var osd = new ReplayedOsd(session);
        var expected = recorded.Handshake(ConversationSide.Client);

        osd.Step(new SessionInput.SocketConnected(session.Incarnation));
        osd.Hear(recorded.Handshake(ConversationSide.Server), expected.Length);

        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(osd.Written));
        ExpectToContinue(osd, recorded, ConversationSide.Client);
    }

    private static ProbeSetup Setup(EntityAddress own, EntityAddress peer) => new()
    {
        Name = EntityName.Osd(0),
        OwnAddress = own.Port == 0 ? ProbeSetup.Above : own.ToString(),
        PeerAddress = peer.Port == 0 ? ProbeSetup.Below : peer.ToString(),
        Verifier = new CephActors.Auth.NoneAuthorizerVerifier(static _ => false),
    };

    /// <summary>The acceptor's session as its first answer shows it.</summary>
    private static SessionProbe Existing(ProbeSetup setup, RecordedConnect recorded)
    {
        var asked = recorded.Connects[0].Connect.ConnectSeq;
        var first = recorded.Replies[0];
        var held = recorded.Replies.FirstOrDefault(r => r.Tag is MessengerTag.RetryGlobal);
        var session = SessionProbe.Connector(setup);

        // One that answers WAIT is dialling with the same number itself; one that answers RETRY_SESSION has the number before.
        var connectSeq = first.Tag is MessengerTag.RetrySession ? first.ConnectSeq - 1 : asked - 1;
        Open(session, connectSeq, Math.Max(1, held.GlobalSeq), recorded, ConversationSide.Server);
        if (first.Tag is MessengerTag.Wait)
            session.Lost();
        return session;
    }

    /// <summary>The connector's session at the moment it dials.</summary>
    private static SessionProbe Dialling(ProbeSetup setup, RecordedConnect recorded)
    {
        var session = SessionProbe.Connector(setup);
        if (!recorded.IsReconnect)
            return session.Connect();
        var connect = recorded.Connects[0].Connect;
        Open(session, connect.ConnectSeq - 1, 1, recorded, ConversationSide.Client);
        if (connect.GlobalSeq > 2)
            session.Context.GlobalSeq.Next(connect.GlobalSeq - 2);
        return session.Lost();
    }

    /// <summary>Opens a session, has it receive what it says it had, and send more than the other one says it had.</summary>
    private static void Open(SessionProbe session, uint connectSeq, uint peerGlobalSeq, RecordedConnect recorded, ConversationSide own)
    {
        session.Connect().SocketConnected().ServerHello();
        if (connectSeq > 1)
            session.Reply(MessengerTag.RetrySession, connectSeq: connectSeq - 1);
        session.Reply(MessengerTag.Sequence, globalSeq: peerGlobalSeq, connectSeq: connectSeq).Sequence(0);
        var other = own is ConversationSide.Client ? ConversationSide.Server : ConversationSide.Client;
        session.Receive(upTo: recorded.InSeq(own));
        session.Enqueue((int)recorded.InSeq(other) + 5).WriteAll();
    }

    /// <summary>Once it is open, the messages that the other one did not have are sent again under their numbers.</summary>
    private static void ExpectToContinue(ReplayedOsd osd, RecordedConnect recorded, ConversationSide side)
    {
        if (!recorded.IsReconnect || !osd.Session.Machine.IsOpen || recorded.FirstMessage(side) is not { } first)
            return;
        Assert.Equal(first, osd.Session.WriteAll()[0].Seq);
    }
}
