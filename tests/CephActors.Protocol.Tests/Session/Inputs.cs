using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Session;
using CephActors.Session.V1;

namespace CephActors.Protocol.Tests.Session;

/// <summary>One of everything that can happen to a session.</summary>
internal static class Inputs
{
    private static readonly ConnectMessage Connect = new(CephFeatures.All, EntityType.Osd, 1000, 1, 10, 0, 0);
    private static readonly IncomingConnect Request =
        new(Connect, EntityAddressVector.Parse(ProbeSetup.Below), null);

    /// <summary>What a socket of this incarnation can report.</summary>
    public static IEnumerable<SessionInput> OfSocket(long incarnation)
    {
        var peer = EntityAddress.Parse(ProbeSetup.Below);
        yield return new SessionInput.SocketConnected(incarnation);
        yield return new SessionInput.Written(incarnation);
        yield return new SessionInput.FrameReceived(incarnation, new ServerHello(peer, peer));
        yield return new SessionInput.FrameReceived(incarnation, new ClientHello(peer));
        yield return new SessionInput.FrameReceived(incarnation, new ConnectFrame(Connect, []));
        foreach (var tag in Enum.GetValues<MessengerTag>())
            yield return new SessionInput.FrameReceived(incarnation, new ConnectReplyFrame(new ConnectReply(tag, CephFeatures.All, 7, 1, 10, 0), []));
        yield return new SessionInput.FrameReceived(incarnation, new SequenceFrame(3));
        yield return new SessionInput.CloseReceived(incarnation);
        yield return new SessionInput.FrameRefused(incarnation, new FrameError(ProtocolError.UnknownTag, "tag", 0, "wrong"));
        yield return new SessionInput.SocketLost(incarnation, true, "lost");
        yield return new SessionInput.SocketLost(incarnation, false, "lost");
    }

    /// <summary>What does not come from a socket the session has.</summary>
    public static IEnumerable<SessionInput> Others()
    {
        yield return new SessionInput.Connect();
        yield return new SessionInput.SocketAccepted(1000, EntityAddress.Parse(ProbeSetup.Below));
        yield return new SessionInput.NoExisting();
        foreach (var verdict in Enum.GetValues<AcceptVerdict>().Where(v => v is not (AcceptVerdict.Stale or AcceptVerdict.RestartSession)))
            yield return new SessionInput.ExistingAnswered(new AcceptDecision(verdict, 5, 0));
        yield return new SessionInput.ConnectionRequested(Request);
        yield return new SessionInput.SocketAdopted(1001, Request);
        foreach (var timer in Enum.GetValues<SessionTimer>())
            yield return new SessionInput.TimerFired(timer, TimeSpan.FromHours(1));
        yield return new SessionInput.SendRequested();
        yield return new SessionInput.MarkDisposable();
        yield return new SessionInput.MarkDown(false);
        yield return new SessionInput.MarkDown(true);
    }

    public static IEnumerable<SessionInput> All(long incarnation) => OfSocket(incarnation).Concat(Others());
}
