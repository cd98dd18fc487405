using CephActors.Framing.V1;

namespace CephActors.TestKit;

/// <summary>
/// Follows one socket of protocol v1 as an onlooker, from either end: what may come next follows from what both sides have
/// said. Once it does not understand a direction any more it lets its bytes through.
/// </summary>
internal sealed class V1FrameRecognizer
{
    private readonly bool _connector;
    private ulong _offered;

    /// <param name="connector">Whether the end it is at dialled.</param>
    public V1FrameRecognizer(bool connector)
    {
        _connector = connector;
        Write = new V1Lane(this, fromConnector: connector, IoDirection.Write);
        Read = new V1Lane(this, fromConnector: !connector, IoDirection.Read);
    }

    /// <summary>What this end sends.</summary>
    public V1Lane Write { get; }

    /// <summary>What this end receives.</summary>
    public V1Lane Read { get; }

    /// <summary>Whether messages have the long footer.</summary>
    public bool LongFooter { get; private set; }

    /// <summary>The last connect message asked for a new session.</summary>
    public bool AsksForNew { get; private set; }

    private V1Lane FromConnector => _connector ? Write : Read;

    private V1Lane FromAcceptor => _connector ? Read : Write;

    /// <summary>A connect message went by.</summary>
    public void Connecting(in ConnectMessage connect)
    {
        AsksForNew = connect.ConnectSeq == 0;
        _offered = connect.Features;
    }

    /// <summary>A reply went by: it settles what both sides say next.</summary>
    public void Replied(in ConnectReply reply)
    {
        LongFooter = CephFeatures.HasFeature(_offered & reply.Features, CephFeatures.MsgAuth);
        var next = reply.Tag switch
        {
            MessengerTag.Sequence => V1Expectation.Sequence,
            MessengerTag.Ready => V1Expectation.Session,
            _ => V1Expectation.Handshake,
        };
        FromConnector.Expect(next);
        FromAcceptor.Expect(next);
    }
}

/// <summary>What one side says next.</summary>
internal enum V1Expectation
{
    /// <summary>Its banner.</summary>
    Banner,

    /// <summary>Its address, or both addresses.</summary>
    Addresses,

    /// <summary>Connect messages of the connector, replies of the acceptor.</summary>
    Handshake,

    /// <summary>Its sequence number.</summary>
    Sequence,

    /// <summary>Messages and what goes between them.</summary>
    Session,

    /// <summary>Nothing that is understood.</summary>
    Unknown,
}
