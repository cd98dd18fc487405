using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Session;
using CephActors.Session.V1;

namespace CephActors.Protocol.Tests.Session;

/// <summary>A session machine whose sockets, peer and messenger are played by the spec, one call per input.</summary>
internal sealed partial class SessionProbe
{
    private SessionProbe(ProbeSetup setup, bool connector, SessionContext? context = null)
    {
        Setup = setup;
        Context = context ?? setup.Build();
        Machine = connector
            ? new SessionMachine(Context, new V1Protocol(), new EntityAddressVector(PeerAddress), setup.PeerType, anonymous: false)
            : new SessionMachine(Context, new V1Protocol(), null, EntityType.None, anonymous: false);
        Machine.Queues.Released = message => Released.Add(message.Tid);
    }

    public ProbeSetup Setup { get; }

    public SessionContext Context { get; }

    public SessionMachine Machine { get; }

    /// <summary>What the last input led to.</summary>
    public IReadOnlyList<SessionEffect> Effects { get; private set; } = [];

    /// <summary>What every input led to.</summary>
    public List<SessionEffect> History { get; } = [];

    /// <summary>Numbers of the messages the session let go of.</summary>
    public List<ulong> Released { get; } = [];

    public EntityAddress PeerAddress => EntityAddress.Parse(Setup.PeerAddress);

    public long Incarnation => Machine.Incarnation;

    public static SessionProbe Connector(ProbeSetup setup) => new(setup, connector: true);

    public static SessionProbe Connector(Policy policy) => Connector(new ProbeSetup { Policy = policy });

    public static SessionProbe Acceptor(ProbeSetup setup) => new(setup, connector: false);

    /// <summary>One of the messenger of another session.</summary>
    public static SessionProbe Acceptor(ProbeSetup setup, SessionContext context) => new(setup, connector: false, context);

    public static SessionProbe Acceptor(Policy policy) => Acceptor(new ProbeSetup { Policy = policy });

    /// <summary>Takes an input; what the session waits to be sent is sent at once, unless the spec says otherwise.</summary>
    public SessionProbe Step(SessionInput input)
    {
        Effects = Machine.Step(input);
        if (SendsAtOnce && Machine.AwaitsWritten)
            Effects = [.. Effects, .. Machine.Step(new SessionInput.Written(Incarnation))];
        History.AddRange(Effects);
        return this;
    }

    /// <summary>Whether the sockets of this spec send as soon as they are written to.</summary>
    public bool SendsAtOnce { get; set; } = true;

    public SessionProbe Written() => Step(new SessionInput.Written(Incarnation));

    public SessionProbe Connect() => Step(new SessionInput.Connect());

    public SessionProbe SocketConnected() => Step(new SessionInput.SocketConnected(Incarnation));

    public SessionProbe ServerHello(string? claim = null, string seen = "v1:10.0.0.2:51234/0") =>
        Step(new SessionInput.FrameReceived(
            Incarnation,
            new ServerHello(claim is null ? PeerAddress : EntityAddress.Parse(claim), EntityAddress.Parse(seen))));

    public SessionProbe Reply(
        MessengerTag tag,
        uint globalSeq = 0,
        uint connectSeq = 0,
        ulong features = CephFeatures.All,
        bool lossy = false,
        byte[]? authorizer = null) =>
        Step(new SessionInput.FrameReceived(
            Incarnation,
            new ConnectReplyFrame(
                new ConnectReply(tag, features, globalSeq, connectSeq, 0, lossy ? ConnectReply.LossyFlag : (byte)0),
                authorizer ?? [])));

    /// <summary>READY or SEQ with the numbers and the flag that the session expects.</summary>
    public SessionProbe Granted(bool sequence, byte[]? authorizer = null) =>
        Reply(
            sequence ? MessengerTag.Sequence : MessengerTag.Ready,
            globalSeq: 500,
            connectSeq: (uint)Machine.ConnectSeq + 1,
            lossy: Machine.Policy.Lossy,
            authorizer: authorizer);

    public SessionProbe Sequence(ulong peerInSeq) => Step(new SessionInput.FrameReceived(Incarnation, new SequenceFrame(peerInSeq)));

    public SessionProbe Lost(bool refused = false) => Step(new SessionInput.SocketLost(Incarnation, refused, "socket lost"));

    public SessionProbe BadFrame() =>
        Step(new SessionInput.FrameRefused(Incarnation, new FrameError(ProtocolError.HeaderCrc, "header", 0, "wrong")));

    public SessionProbe PeerClosed() => Step(new SessionInput.CloseReceived(Incarnation));

    public SessionProbe Accept(string remote = "v1:10.0.0.1:54321/0") =>
        Step(new SessionInput.SocketAccepted(Incarnation + 1, EntityAddress.Parse(remote)));

    public SessionProbe ClientHello(string? address = null) =>
        Step(new SessionInput.FrameReceived(Incarnation, new ClientHello(EntityAddress.Parse(address ?? Setup.PeerAddress))));

    public SessionProbe Request(
        uint connectSeq = 0,
        uint globalSeq = 10,
        ulong features = CephFeatures.All,
        uint? version = null,
        uint authorizerProtocol = 0,
        byte[]? authorizer = null) =>
        Step(new SessionInput.FrameReceived(
            Incarnation,
            new ConnectFrame(
                new ConnectMessage(
                    features,
                    Setup.PeerType,
                    globalSeq,
                    connectSeq,
                    version ?? ProtocolVersions.For(Setup.PeerType, Setup.Name.Type, connector: true),
                    authorizerProtocol,
                    0),
                authorizer ?? [])));

    public SessionProbe NoExisting() => Step(new SessionInput.NoExisting());

    public SessionProbe Answered(AcceptVerdict verdict, uint seq = 0) =>
        Step(new SessionInput.ExistingAnswered(new AcceptDecision(verdict, seq, 0)));

    /// <summary>Another socket of the peer's asks this session.</summary>
    public SessionProbe Asked(ulong connectSeq, ulong globalSeq) => Step(new SessionInput.ConnectionRequested(Incoming(connectSeq, globalSeq)));

    public SessionProbe Adopted(ulong connectSeq, ulong globalSeq, ulong? challenge = null) =>
        Step(new SessionInput.SocketAdopted(Incarnation + 1, Incoming(connectSeq, globalSeq) with { PendingChallenge = challenge }));

    /// <summary>The peer's ordinary reconnect, up to the moment the session has the new socket.</summary>
    public SessionProbe Replace()
    {
        var (connectSeq, globalSeq) = (Machine.ConnectSeq + 1, Machine.PeerGlobalSeq + 1);
        Asked(connectSeq, globalSeq);
        return Adopted(connectSeq, globalSeq);
    }

    public SessionProbe Timer(SessionTimer timer, TimeSpan now = default) => Step(new SessionInput.TimerFired(timer, now));

    public SessionProbe Send() => Step(new SessionInput.SendRequested());

    public SessionProbe MarkDown(bool notify = false) => Step(new SessionInput.MarkDown(notify));

    public SessionProbe MarkDisposable() => Step(new SessionInput.MarkDisposable());

    private IncomingConnect Incoming(ulong connectSeq, ulong globalSeq) => new(
        new ConnectMessage(
            CephFeatures.All,
            Setup.PeerType,
            (uint)globalSeq,
            (uint)connectSeq,
            ProtocolVersions.For(Setup.PeerType, Setup.Name.Type, connector: true),
            0,
            0),
        new EntityAddressVector(PeerAddress),
        null);
}
