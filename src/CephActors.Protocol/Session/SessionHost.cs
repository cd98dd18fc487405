using System.Diagnostics.CodeAnalysis;
using CephActors.Framing;

namespace CephActors.Session;

/// <summary>A socket with its decoder and encoder, as a session uses it. Once it has ended its methods do nothing.</summary>
internal interface ISessionSocket
{
    /// <summary>Whether <see cref="Write"/> would take a batch now.</summary>
    public bool CanWrite { get; }

    /// <summary>A batch is in flight: it was taken, and is not sent; true for good if the socket ended meanwhile.</summary>
    public bool IsWriting { get; }

    /// <summary>Says what the peer may say next.</summary>
    public void Expect(Expectation next, FramePhase? phase = null);

    /// <summary>Sends a batch, which must not be touched any more; false, and the caller keeps it, while one is in flight.</summary>
    public bool Write(OutgoingBatch batch);

    /// <summary>Returns a batch of received frames, once.</summary>
    public void BatchDone(FrameBatch batch);

    /// <summary>Ends the socket at once.</summary>
    public void Abort();
}

/// <summary>The line in which messages, commands and questions to a session wait.</summary>
internal interface ISessionOutbox
{
    /// <summary>Items are about to be taken: from here on a new one wakes the session again.</summary>
    public void BeginTake();

    /// <summary>Takes the next item.</summary>
    public bool TryTake([NotNullWhen(true)] out object? item);
}

/// <summary>What a session needs around it and cannot decide itself.</summary>
internal interface ISessionHost
{
    /// <summary>Time since some fixed moment.</summary>
    public TimeSpan Monotonic { get; }

    /// <summary>The time of day, for the stamps of keepalives.</summary>
    public DateTimeOffset TimeOfDay { get; }

    /// <summary>Carries out an effect that is not about the present socket's bytes.</summary>
    public void CarryOut(SessionEffect effect);

    /// <summary>
    /// Registers this connection for a peer where no other is; true too if it was registered already. Else
    /// <paramref name="existing"/> is the one that is.
    /// </summary>
    public bool TryRegister(EntityAddressVector peer, [NotNullWhen(false)] out IRegisteredConnection? existing);

    /// <summary>Finds the connection that is registered for a peer.</summary>
    public bool TryFind(EntityAddressVector peer, [NotNullWhen(true)] out IRegisteredConnection? existing);

    /// <summary>Takes another connection out of the table, if it is in it.</summary>
    public void Unregister(EntityAddressVector peer, IRegisteredConnection other);

    /// <summary>Brings answers to this host, which hands them to its <see cref="SessionDriver.OnAnswer"/>. Safe on any thread.</summary>
    public Action<SessionAnswer> Answers { get; }

    /// <summary>Another connection's socket is this one's from now on, and tells it everything under this incarnation.</summary>
    public void TakeOver(ISessionSocket socket, long incarnation);

    /// <summary>Another connection has taken this socket and is told of its end.</summary>
    public void LetGo(ISessionSocket socket);

    /// <summary>
    /// A moment at which others may get ahead. The host goes on with <paramref name="goOn"/>, at once unless a test wants
    /// them to; until then it must hand in nothing else.
    /// </summary>
    public void Pause(Action goOn) => goOn();

    /// <summary>It waits for the end of a <see cref="Pause"/>.</summary>
    public bool IsResting { get; }

    /// <summary>A user's message is about to wait for the peer. False: it counts as sent, and goes no further.</summary>
    public bool Takes(CephMessage message);

    /// <summary>Something else was in the outbox, which the host understands.</summary>
    public void Answer(object item);

    /// <summary>The session has let its socket go, or never had one; what came over it counts as received.</summary>
    public void SocketDropped()
    {
    }

    /// <summary>The machine took this input: its state may be another.</summary>
    public void Stepped(SessionInput input);

    /// <summary>The session is open on the present socket; returns the gate through which its messages enter.</summary>
    public IReceiveGate? Open();

    /// <summary>Messages are about to be written to the present socket.</summary>
    public void WritingMessages();

    /// <summary>A message arrived in its turn, <paramref name="skipped"/> numbers after the one before.</summary>
    public void Accept(CephMessage message, ulong skipped);

    /// <summary>A message arrived that was received before; its credits are returned already.</summary>
    public void AcceptedBefore(CephMessage message);

    /// <summary>The peer gave a sign of life.</summary>
    public void KeepaliveReceived();

    /// <summary>The peer answered a sign of life.</summary>
    public void KeepaliveAcknowledged(UTime stamp);
}

/// <summary>How much goes into one write.</summary>
/// <param name="Frames">Messages at most.</param>
/// <param name="Bytes">No further message once there are so many bytes.</param>
internal readonly record struct WriteLimits(int Frames, long Bytes);
