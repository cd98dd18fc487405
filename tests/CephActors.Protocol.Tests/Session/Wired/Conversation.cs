namespace CephActors.Protocol.Tests.Session.Wired;

/// <summary>Who finds out when the network breaks.</summary>
internal enum Told
{
    Both,
    Connector,
    Acceptor,
}

/// <summary>Two messengers that tell each other numbered messages while the network breaks under them.</summary>
internal sealed class Conversation
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(60);
    private readonly TestNet _net;
    private readonly ulong _count;
    private ulong _saidByConnector;
    private ulong _saidByAcceptor;

    /// <summary>The connector is to say <paramref name="count"/> messages, the acceptor too once it knows the connector.</summary>
    public Conversation(TestNet net, string connector, string acceptor, ulong count)
    {
        _net = net;
        _count = count;
        Connector = TestMessenger.Osd(net, ProbeSetup.Above, Policy.Parse(connector));
        Acceptor = TestMessenger.Osd(net, ProbeSetup.Below, Policy.Parse(acceptor));
    }

    public TestMessenger Connector { get; }

    public TestMessenger Acceptor { get; }

    public int Losses => Connector.Losses + Acceptor.Losses;

    private TestConnection? Known => Acceptor.Connections.Find(c => !c.IsClosed && c.IsKnownToUsers);

    private bool IsWhole => (ulong)Connector.Received.Count >= _count && (ulong)Acceptor.Received.Count >= _count;

    public void ConnectorSays()
    {
        if (_saidByConnector < _count)
            Connector.ConnectTo(Acceptor).Send(++_saidByConnector);
    }

    public void AcceptorSays()
    {
        if (_saidByAcceptor < _count && Known is { } connection)
            connection.Send(++_saidByAcceptor);
    }

    /// <summary>Says what is left, message by message, once the acceptor knows the connector.</summary>
    public void SayEverything()
    {
        _net.Run(() => Known is not null, Long);
        for (ulong i = 0; i < _count; i++)
        {
            ConnectorSays();
            AcceptorSays();
            _net.Settle();
        }
    }

    public void Cut(Told told)
    {
        foreach (var socket in _net.LiveSockets)
        {
            // Both messengers may dial; what counts is which of them finds out.
            var dialledByConnector = Connector.Connections.Any(c => ReferenceEquals(c, socket.Owner));
            socket.Cut(
                tellThisEnd: told is Told.Both || (told is Told.Connector) == dialledByConnector,
                tellPeer: told is Told.Both || (told is Told.Acceptor) == dialledByConnector);
        }
    }

    /// <summary>Lets everything arrive that ever will, and checks what did: all of it, or a loss was reported; nothing twice or out of order.</summary>
    public void Finish(string because)
    {
        var whole = _net.Run(() => IsWhole, Long);

        because = $"{because}: {string.Join(' ', Connector.Received)} | {string.Join(' ', Acceptor.Received)}; losses {Connector.Losses}, {Acceptor.Losses}";
        Assert.True(whole || Losses > 0, because);
        foreach (var received in new[] { Connector.Received, Acceptor.Received })
            Assert.True(received.SequenceEqual(received.Distinct().Order()), because);
        if (Losses > 0)
            return;

        // Accepted sockets that fell silent are given up after ten seconds.
        _net.BeforeStep = null;
        _net.Run(() => false, _net.Now + TimeSpan.FromSeconds(11));
        Assert.True(Connector.Connections.Count(c => !c.IsClosed) == 1 && Acceptor.Connections.Count(c => !c.IsClosed) == 1, because);
    }
}
