using System.Diagnostics.CodeAnalysis;
using CephActors.Framing;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>A driver whose sockets, clock, peer table and dispatcher are played by the spec; everything it does is in <see cref="Log"/>.</summary>
internal sealed class DriverProbe : ISessionHost, IReceiveGate
{
    public static readonly DateTimeOffset Today = DateTimeOffset.FromUnixTimeSeconds(1_000).AddTicks(7);

    private readonly SessionProbe? _session;

    private DriverProbe(SessionMachine machine, WriteLimits limits, SessionProbe? session)
    {
        Machine = machine;
        _session = session;
        Driver = new SessionDriver(machine, this, limits, EntityName.Osd(2), defaultPriority: 63);
        Socket = NewSocket("s");
        Answers = answer => Given.Add(answer);
    }

    /// <summary>The session, which speaks protocol v1.</summary>
    public SessionProbe Session => _session ?? throw new InvalidOperationException("The session speaks protocol v2.");

    public SessionMachine Machine { get; }

    public SessionDriver Driver { get; }

    /// <summary>The socket the driver was given at first.</summary>
    public FakeSocket Socket { get; }

    public List<string> Log { get; } = [];

    public List<SessionAnswer> Given { get; } = [];

    /// <summary>Who holds the peer's address, one after the other; nobody once it is empty.</summary>
    public Queue<IRegisteredConnection> Table { get; } = [];

    /// <summary>Called with every effect that is the host's, after it was written down.</summary>
    public Action<SessionEffect>? OnEffect { get; set; }

    public TimeSpan Monotonic { get; set; } = TimeSpan.FromSeconds(5);

    public DateTimeOffset TimeOfDay => Today;

    public Action<SessionAnswer> Answers { get; }

    public static DriverProbe At(Place place, ProbeSetup setup, int frames = 100, long bytes = 1 << 20)
    {
        var session = Places.Reach(place, setup);
        var probe = new DriverProbe(session.Machine, new WriteLimits(frames, bytes), session);
        probe.Driver.Adopt(probe.Socket);
        return probe;
    }

    /// <summary>Drives a session over protocol v2.</summary>
    public static DriverProbe Of(SessionMachine machine)
    {
        var probe = new DriverProbe(machine, new WriteLimits(100, 1 << 20), null);
        probe.Driver.Adopt(probe.Socket);
        return probe;
    }

    public static DriverProbe At(Place place, Policy? policy = null, int frames = 100, long bytes = 1 << 20) =>
        At(place, new ProbeSetup { Policy = policy ?? Policy.LosslessPeer }, frames, bytes);

    public FakeSocket NewSocket(string name) => new(Log, name);

    /// <summary>A pause has not ended.</summary>
    public bool IsResting { get; set; }

    /// <summary>How often the driver let a socket go, or had none to let go.</summary>
    public int SocketsDropped { get; private set; }

    /// <summary>Messages of this type count as sent and go no further.</summary>
    public MessageType? Swallowed { get; set; }

    /// <summary>What was done since the last call.</summary>
    public string[] Did()
    {
        string[] did = [.. Log];
        Log.Clear();
        return did;
    }

    /// <summary>The socket reads these frames at once.</summary>
    public string[] Read(params IncomingFrame[] frames) => Read(Socket, Machine.Incarnation, frames);

    public string[] Read(FakeSocket socket, long incarnation, params IncomingFrame[] frames)
    {
        Log.Clear();
        var batch = FrameBatch.Rent();
        foreach (var frame in frames)
            batch.Add(frame);
        Driver.OnFrames(socket, incarnation, batch);
        return Did();
    }

    public string[] Flush()
    {
        Log.Clear();
        Driver.Flush();
        return Did();
    }

    public static IncomingFrame Frame(FrameKind kind, ulong value = 0, object? body = null) => new(kind, 0, 0, value, body);

    public IncomingFrame Message(ulong seq, int payload = 3, ulong ackSeq = 0) =>
        Frame(FrameKind.Message, ackSeq, new CephMessage(MessageType.Ping, new byte[payload]) { Seq = seq, Gate = this });

    void ISessionHost.CarryOut(SessionEffect effect)
    {
        if (EffectText.Of(effect) is { } text)
            Log.Add(text);
        OnEffect?.Invoke(effect);
    }

    bool ISessionHost.TryRegister(EntityAddressVector peer, [NotNullWhen(false)] out IRegisteredConnection? existing)
    {
        Log.Add($"register {peer}");
        return !Table.TryPeek(out existing);
    }

    bool ISessionHost.TryFind(EntityAddressVector peer, [NotNullWhen(true)] out IRegisteredConnection? existing)
    {
        Log.Add($"find {peer}");
        return Table.TryPeek(out existing);
    }

    void ISessionHost.Unregister(EntityAddressVector peer, IRegisteredConnection other)
    {
        Assert.Same(Table.Dequeue(), other);
        Log.Add($"unregister {peer}");
    }

    bool ISessionHost.IsResting => IsResting;

    bool ISessionHost.Takes(CephMessage message) => message.Type != Swallowed;

    void ISessionHost.Answer(object item) => Log.Add($"answer {item}");

    void ISessionHost.TakeOver(ISessionSocket socket, long incarnation) => Log.Add($"take over as {incarnation}");

    void ISessionHost.LetGo(ISessionSocket socket) => Log.Add($"let go of {(ReferenceEquals(socket, Socket) ? "s" : "another")}");

    void ISessionHost.Stepped(SessionInput input) => Log.Add(Machine.Handshake is HandshakeStep.None ? $"now {Machine.State}" : $"now {Machine.State}/{Machine.Handshake}");

    void ISessionHost.SocketDropped() => SocketsDropped++;

    IReceiveGate? ISessionHost.Open()
    {
        Log.Add("gate");
        return this;
    }

    void ISessionHost.WritingMessages() => Log.Add("writing messages");

    void ISessionHost.Accept(CephMessage message, ulong skipped) => Log.Add($"accept {message.Seq} after {skipped}");

    void ISessionHost.AcceptedBefore(CephMessage message) => Log.Add($"again {message.Seq}");

    void ISessionHost.KeepaliveReceived() => Log.Add("alive");

    void ISessionHost.KeepaliveAcknowledged(UTime stamp) => Log.Add($"alive since {stamp}");

    bool IReceiveGate.TryEnter(long payloadBytes) => true;

    void IReceiveGate.ReturnDispatch(long payloadBytes) => Log.Add($"dispatch credits {payloadBytes}");

    void IReceiveGate.ReturnPolicy(long payloadBytes) => Log.Add($"policy credits {payloadBytes}");
}
