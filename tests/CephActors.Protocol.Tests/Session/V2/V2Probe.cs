using CephActors.Auth;
using CephActors.Framing.V2;
using CephActors.Session;
using CephActors.Session.V2;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>A session machine over protocol v2 whose sockets, peer and messenger are played by the spec, one call per input.</summary>
internal sealed class V2Probe
{
    private V2Probe(V2Setup setup, bool connector)
    {
        Setup = setup;
        Context = setup.Build();
        Peer = EntityAddressVector.Parse(setup.PeerAddresses);
        Machine = new SessionMachine(Context, Protocol, connector ? Peer : null, connector ? setup.PeerType : EntityType.None, anonymous: false);
    }

    public V2Setup Setup { get; }

    public SessionContext Context { get; }

    public V2Protocol Protocol { get; } = new();

    public SessionMachine Machine { get; }

    public EntityAddressVector Peer { get; }

    /// <summary>Whether the sockets of this spec send as soon as they are written to.</summary>
    public bool SendsAtOnce { get; set; } = true;

    /// <summary>What the last input led to.</summary>
    public IReadOnlyList<SessionEffect> Effects { get; private set; } = [];

    /// <summary>Every byte that was written before the mode was settled.</summary>
    public List<byte> Plain { get; } = [];

    /// <summary>State and step, for example <c>Accepting/Ident</c>.</summary>
    public string At => Machine.Handshake is HandshakeStep.None ? $"{Machine.State}" : $"{Machine.State}/{Machine.Handshake}";

    /// <summary>The last effects in words, without reports and timers.</summary>
    public string[] Script => [.. Effects.Select(Text).OfType<string>()];

    /// <summary>What was said by the last input.</summary>
    public IHandshakePayload[] Said => [.. Effects.Select(SaidBy).OfType<IHandshakePayload>()];

    public SessionEvent[] Raised => [.. Effects.OfType<SessionEffect.Raise>().Select(e => e.Event)];

    public static V2Probe Connector(V2Setup setup) => new(setup, connector: true);

    public static V2Probe Acceptor(V2Setup setup) => new(setup, connector: false);

    public V2Probe Step(SessionInput input)
    {
        Effects = Machine.Step(input);
        if (SendsAtOnce && Machine.AwaitsWritten)
            Effects = [.. Effects, .. Machine.Step(new SessionInput.Written(Machine.Incarnation))];
        foreach (var write in Effects.OfType<SessionEffect.Write>())
            Plain.AddRange(write.Bytes.Span);
        return this;
    }

    public V2Probe Hear(IHandshakePayload payload) =>
        Step(new SessionInput.FrameReceived(Machine.Incarnation, new HandshakeFrame(payload, PlainFrame.Encode(payload, FrameRevision.One))));

    public V2Probe Hear(Banner banner) =>
        Step(new SessionInput.FrameReceived(Machine.Incarnation, new BannerFrame(banner, banner.Encode())));

    public V2Probe Connect() => Step(new SessionInput.Connect());

    public V2Probe SocketConnected() => Step(new SessionInput.SocketConnected(Machine.Incarnation));

    public V2Probe Accept() =>
        Step(new SessionInput.SocketAccepted(Machine.Incarnation + 1, EntityAddress.Parse("v2:10.0.0.1:54321/0")));

    public V2Probe HearHello() => Hear(new Hello(Setup.PeerType, EntityAddress.Parse("v2:10.0.0.2:6800/22")));

    public V2Probe HearAuthDone() => Hear(new AuthDone(7, ConnectionMode.Crc, new byte[] { 4 }));

    public V2Probe HearSignature() => Hear(new AuthSignature(new byte[AuthSignature.WireSize]));

    public V2Probe HearServerIdent(
        ulong cookie = 0x51, string? addresses = null, ulong supported = CephFeatures.All, bool lossy = false, ulong globalSeq = 500) =>
        Hear(new ServerIdent(
            addresses is null ? Peer : EntityAddressVector.Parse(addresses), 1, globalSeq, supported, CephFeatures.MsgAddr2, lossy ? IdentFlags.Lossy : 0, lossy ? 0 : cookie));

    public V2Probe HearClientIdent(
        ulong cookie = 0xc1, ulong globalSeq = 10, string? target = null, string? addresses = null, ulong supported = CephFeatures.All) =>
        Hear(Ident(cookie, globalSeq, target, addresses, supported));

    public V2Probe HearReconnect(ulong clientCookie = 0xc1, ulong connectSeq = 1, ulong globalSeq = 11, ulong messageSeq = 0) =>
        Hear(Reconnect(clientCookie, connectSeq, globalSeq, messageSeq));

    /// <summary>Nobody else holds the peer's address; a session that stands alone has not asked.</summary>
    public V2Probe NoExisting() => Machine.Handshake is HandshakeStep.Lookup ? Step(new SessionInput.NoExisting()) : this;

    public V2Probe Answered(AcceptVerdict verdict, ulong seq = 0) =>
        Step(new SessionInput.ExistingAnswered(new AcceptDecision(verdict, seq, 0)));

    public V2Probe Asked(IncomingRequest request) => Step(new SessionInput.ConnectionRequested(request));

    public AcceptDecision Decision => Effects.OfType<SessionEffect.AnswerRequest>().Single().Decision;

    public V2Probe Adopted(IncomingRequest request) => Step(new SessionInput.SocketAdopted(Machine.Incarnation + 1, request));

    public V2Probe Lost() => Step(new SessionInput.SocketLost(Machine.Incarnation, Refused: false, "socket lost"));

    public V2Probe Backoff() => Step(new SessionInput.TimerFired(SessionTimer.Backoff, default));

    public ClientIdent Ident(ulong cookie = 0xc1, ulong globalSeq = 10, string? target = null, string? addresses = null, ulong supported = CephFeatures.All) => new(
        EntityAddressVector.Parse(addresses ?? Setup.PeerAddresses),
        target is null ? V2Address.Of(Context.Addresses.Current) : EntityAddress.Parse(target),
        1,
        globalSeq,
        supported,
        CephFeatures.MsgAddr2,
        0,
        cookie);

    public SessionReconnect Reconnect(ulong clientCookie = 0xc1, ulong connectSeq = 1, ulong globalSeq = 11, ulong messageSeq = 0) =>
        new(Peer, clientCookie, 0x51, globalSeq, connectSeq, messageSeq);

    /// <summary>Puts messages in line whose tid counts from 1.</summary>
    public V2Probe Enqueue(int count = 1)
    {
        for (ulong i = 1; i <= (ulong)count; i++)
            Machine.Queues.Enqueue(new CephMessage(MessageType.Ping) { Tid = i }, 127);
        return this;
    }

    /// <summary>Writes what waits, as the host does; tids with the numbers they got.</summary>
    public List<(ulong Tid, ulong Seq)> WriteAll()
    {
        var written = new List<(ulong, ulong)>();
        while (Machine.Queues.TryTakeNext(!Machine.Policy.Lossy, out var next))
            written.Add((next.Message.Tid, next.Seq));
        return written;
    }

    /// <summary>Receives messages up to this number.</summary>
    public V2Probe Receive(ulong upTo)
    {
        while (Machine.Queues.InSeq < upTo)
            Machine.Queues.TryAccept(Machine.Queues.InSeq + 1, lossless: true, out _);
        return this;
    }

    private static string? Text(SessionEffect effect) => effect switch
    {
        SessionEffect.Report or SessionEffect.StartTimer or SessionEffect.StopTimer => null,
        SessionEffect.Expect { Phase: { } phase } e => $"expect {e.Next} {phase.GetType().Name}",
        SessionEffect.Configure e => $"configure {e.Phase.GetType().Name}",
        SessionEffect.Write e when e.Bytes.Span.StartsWith(Banner.Text) => "banner",
        SessionEffect.Write or SessionEffect.WriteFrame => $"{SaidBy(effect)!.Tag}",
        _ => EffectText.Of(effect),
    };

    /// <summary>What is written before the mode is settled is written as bytes.</summary>
    private static IHandshakePayload? SaidBy(SessionEffect effect)
    {
        if (effect is SessionEffect.WriteFrame frame)
            return frame.Payload;
        if (effect is not SessionEffect.Write write || write.Bytes.Span.StartsWith(Banner.Text))
            return null;
        var preamble = Preamble.Read(write.Bytes.Span);
        return HandshakePayload.Decode(preamble.Tag, write.Bytes.Span.Slice(Preamble.WireSize, (int)preamble.Length0), out _);
    }
}
