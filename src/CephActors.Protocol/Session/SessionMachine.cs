using CephActors.Auth;

namespace CephActors.Session;

/// <summary>
/// A session with one peer, over as many sockets as it takes: handshakes, reconnects, replacement, resets, faults.
/// Pure: <see cref="Step"/> takes what happened and returns what to do. The numbered message flow is in <see cref="Queues"/>;
/// what a version of the protocol decides is in its <see cref="SessionProtocol"/>.
/// </summary>
/// <remarks>
/// Follows Ceph's <c>src/msg/async/ProtocolV1.cc</c> and <c>ProtocolV2.cc</c>; the steps drawn are those of v1.
/// <code>
///            Connect                                                     SocketAccepted
///               |                                                              |
///               v                                                              v
///   +--- CONNECTING -----------------------------+        +--- ACCEPTING ------------------------------+
///   |                                            |        |                                            |
///   |  Backoff --> Dialing --> Banner            |        |  Banner --> Connect &lt;------- refused:      |
///   |     ^                      |    RETRY_*,   |        |                |      RETRY_*, RESETSESSION|
///   |     |                      v    CHALLENGE, |        |                v      WAIT, CHALLENGE, ... |
///   |     |     Connect &lt;-----------  RESETSESS. |        |             Lookup ---------+              |
///   |     |       |  |                           |        |                |  existing session decides |
///   +-----|-------|--|---------------------------+        +----------------|---------------------------+
///         |       |  | READY, or SEQ --> Sequence                          | READY, or SEQ --> Sequence
///         |  WAIT |  +---------------------+   +---------------------------+
///         |       v                        v   v
///         +---- WAIT                       OPEN  &lt;--- ACCEPTING &lt;--- another socket of the same peer
///         |                                 |          (replacing)   reaches a session in any state
///         |                               fault
///         |      lossy                      |   standby and nothing queued, or server policy
///         |      +------------- CLOSED &lt;----+----> STANDBY --- something queued ---> CONNECTING
///         |                                 |
///         +---------------------------------+   otherwise: CONNECTING at once
/// </code>
/// A fault while connecting waits in Backoff; over v1 a lossy session dies of it once its banner was sent. Dispatchers are told of an
/// accept when the answer was sent, so that a session whose answer could not be sent ends unheard.
/// </remarks>
internal sealed partial class SessionMachine
{
    private readonly SessionContext _context;
    private readonly SessionProtocol _protocol;
    private List<SessionEffect> _effects = [];
    private TimeSpan _backoff;
    private bool _onceReady;
    private SocketHandshake? _handshake;

    /// <summary>A session that will dial <paramref name="peer"/>, or one that waits for an accepted socket when it is null.</summary>
    public SessionMachine(SessionContext context, SessionProtocol protocol, EntityAddressVector? peer, EntityType peerType, bool anonymous)
    {
        _context = context;
        _protocol = protocol;
        PeerAddresses = peer ?? EntityAddressVector.Empty;
        PeerType = peerType;
        Policy = context.Policies.For(peerType);
        Anonymous = anonymous;
    }

    /// <summary>Where the session stands.</summary>
    public SessionState State { get; private set; }

    /// <summary>The step inside a handshake.</summary>
    public HandshakeStep Handshake { get; private set; }

    /// <summary>The policy in force.</summary>
    public Policy Policy { get; private set; }

    /// <summary>The peer's type, known to a connector at once and to an acceptor from the connect message on.</summary>
    public EntityType PeerType { get; private set; }

    /// <summary>The peer's address vector; the key under which the connection is registered.</summary>
    public EntityAddressVector PeerAddresses { get; private set; }

    /// <summary>Who the peer has proved to be, or told where telling is enough; null until it did, of one that was dialled, and over v1.</summary>
    public AuthenticatedPeer? PeerIdentity { get; private set; }

    /// <summary>Never registered, never found.</summary>
    public bool Anonymous { get; private set; }

    /// <summary>The peer's socket address as its listener saw it; acceptor only.</summary>
    public EntityAddress RemoteSocket { get; private set; }

    /// <summary>Number of the present socket; every new one gets a greater one.</summary>
    public long Incarnation { get; private set; }

    /// <summary>What was agreed on the present socket; null until an acceptor answered READY or SEQ, or a connector is open.</summary>
    public SessionTerms? Terms { get; private set; }

    /// <summary>connect_seq of this session.</summary>
    public ulong ConnectSeq { get; private set; }

    /// <summary>global_seq of the present attempt.</summary>
    public ulong GlobalSeq { get; private set; }

    /// <summary>The peer's last accepted global_seq.</summary>
    public ulong PeerGlobalSeq { get; private set; }

    /// <summary>An incoming socket is being moved in.</summary>
    public bool Replacing { get; private set; }

    /// <summary>The peer came back without its session; the next opening starts its numbers anew.</summary>
    public bool PeerReset { get; private set; }

    /// <summary>A keepalive is to be sent as soon as the session is open.</summary>
    public bool KeepalivePending { get; set; }

    /// <summary>Host time of the last read or write on the present socket.</summary>
    public TimeSpan LastActivity { get; set; }

    /// <summary>Why the last socket was lost, for people.</summary>
    public string? LastFault { get; private set; }

    /// <summary>Sockets lost so far, and attempts to get one that failed.</summary>
    public long Faults { get; private set; }

    /// <summary>The message flow.</summary>
    public SessionQueues Queues { get; } = new();

    /// <summary>It matters to the session that something was sent: see <see cref="SessionInput.Written"/>.</summary>
    public bool AwaitsWritten => Handshake is HandshakeStep.Greeting or HandshakeStep.Answer;

    /// <summary>What all sessions of the messenger share.</summary>
    public SessionContext Context => _context;

    /// <summary>Whether messages may be written now.</summary>
    public bool IsOpen => State is SessionState.Open;

    /// <summary>Takes an input, changes state, and returns what is to be done, in order.</summary>
    public IReadOnlyList<SessionEffect> Step(SessionInput input)
    {
        if (Concerns(input))
            Handle(input);
        if (_effects.Count == 0)
            return [];
        var effects = _effects;
        _effects = [];
        return effects;
    }

    private void Handle(SessionInput input)
    {
        switch (input)
        {
            case SessionInput.Connect or SessionInput.SendRequested: RequestConnect(); break;
            case SessionInput.SocketConnected: OnConnected(); break;
            case SessionInput.Written: _handshake?.OnWritten(); break;
            case SessionInput.SocketLost e: OnSocketLost(e); break;
            case SessionInput.FrameRefused e: OnFrameRefused(e); break;
            case SessionInput.FrameReceived e: _handshake?.OnFrame(e.Frame); break;
            case SessionInput.CloseReceived: OnClose(); break;
            case SessionInput.SocketAccepted e: OnAccepted(e); break;
            case SessionInput.NoExisting: Acceptor.OnNoExisting(); break;
            case SessionInput.ExistingAnswered e: OnExistingAnswered(e.Decision); break;
            case SessionInput.ConnectionRequested e: OnConnectionRequested(e.Request); break;
            case SessionInput.SocketAdopted e: OnSocketAdopted(e); break;
            case SessionInput.TimerFired e: OnTimer(e); break;
            case SessionInput.MarkDown e: OnMarkDown(e.Notify); break;
            case SessionInput.MarkDisposable: Policy = Policy with { Lossy = true }; break;
            default: throw new ArgumentOutOfRangeException(nameof(input), input, "Not an input of the session machine.");
        }
    }

    /// <summary>
    /// What a socket says counts while it is the present one; an answer counts while it is awaited; a closed session only
    /// answers others.
    /// </summary>
    private bool Concerns(SessionInput input) => State is SessionState.Closed
        ? input is SessionInput.ConnectionRequested
        : input switch
        {
            SessionInput.SocketAccepted => State is SessionState.None,
            SessionInput.SocketConnected e => e.Incarnation == Incarnation && Handshake is HandshakeStep.Dialing,
            SessionInput.Written e => e.Incarnation == Incarnation && AwaitsWritten,
            SessionInput.FrameReceived e => e.Incarnation == Incarnation,
            SessionInput.CloseReceived e => e.Incarnation == Incarnation && IsOpen,
            SessionInput.SocketLost e => e.Incarnation == Incarnation,
            SessionInput.FrameRefused e => e.Incarnation == Incarnation,
            SessionInput.NoExisting or SessionInput.ExistingAnswered => Handshake is HandshakeStep.Lookup,
            _ => true,
        };

    private void Emit(SessionEffect effect) => _effects.Add(effect);

    private void Report(LogLine what, params object[] arguments) => Emit(new SessionEffect.Report(what, arguments));

    private void Enter(SessionState state, HandshakeStep step = HandshakeStep.None)
    {
        State = state;
        Handshake = step;
    }
}
