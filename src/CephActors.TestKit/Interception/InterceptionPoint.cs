namespace CephActors.TestKit;

/// <summary>
/// A point in the life of a socket at which an <see cref="Interceptor"/> can act. Names are those of Ceph's interceptor,
/// which speaks protocol v2; each tells what stands for it in protocol v1.
/// Ceph: <c>src/crimson/net/Interceptor.h</c>, <c>src/crimson/net/ProtocolV2.cc</c>.
/// </summary>
public enum InterceptionPoint
{
    /// <summary>A connector is about to open a TCP connection. Only a fault takes effect: the attempt fails without a socket.</summary>
    SocketConnecting,

    /// <summary>A listener accepted a socket. Only a fault takes effect: the socket is closed before a byte of it is used.</summary>
    SocketAccepted,

    /// <summary>The banner; what an acceptor writes includes both addresses.</summary>
    Banner,

    /// <summary>What follows the peer's banner: the two addresses a connector reads, the one address an acceptor reads.</summary>
    BannerPayload,

    /// <summary>HELLO; over v1 a connector writes its own address.</summary>
    Hello,

    /// <summary>A connect message with connect_seq 0: a new session is asked for.</summary>
    ClientIdent,

    /// <summary>A connect message with connect_seq above 0: a session is to be resumed.</summary>
    SessionReconnect,

    /// <summary>The reply READY or SEQ to a <see cref="ClientIdent"/>. In one write with it goes the acceptor's <see cref="Sequence"/>.</summary>
    ServerIdent,

    /// <summary>The reply READY or SEQ to a <see cref="SessionReconnect"/>.</summary>
    SessionReconnectOk,

    /// <summary>The reply RESETSESSION.</summary>
    SessionReset,

    /// <summary>The reply RETRY_SESSION.</summary>
    SessionRetry,

    /// <summary>The reply RETRY_GLOBAL.</summary>
    SessionRetryGlobal,

    /// <summary>The reply WAIT.</summary>
    Wait,

    /// <summary>The reply FEATURES, BADPROTOVER or BADAUTHORIZER, or CHALLENGE_AUTHORIZER.</summary>
    Refusal,

    /// <summary>The number of the last message received, which each side says after tag SEQ. Protocol v1 only.</summary>
    Sequence,

    /// <summary>A message, from its tag on.</summary>
    Message,

    /// <summary>An acknowledgement.</summary>
    Ack,

    /// <summary>A keepalive without a stamp. Protocol v1 only.</summary>
    Keepalive,

    /// <summary>A keepalive.</summary>
    Keepalive2,

    /// <summary>The answer to a keepalive.</summary>
    Keepalive2Ack,

    /// <summary>The tag CLOSE. Protocol v1 only.</summary>
    Close,

    /// <summary>A connector begins to authenticate. Protocol v2 only.</summary>
    AuthRequest,

    /// <summary>The acceptor wants to know more. Protocol v2 only.</summary>
    AuthReplyMore,

    /// <summary>The answer to <see cref="AuthReplyMore"/>. Protocol v2 only.</summary>
    AuthRequestMore,

    /// <summary>The acceptor is satisfied. Protocol v2 only.</summary>
    AuthDone,

    /// <summary>The proof that nobody changed the handshake so far. Protocol v2 only; in secure mode nothing is told apart from here on.</summary>
    AuthSignature,
}
