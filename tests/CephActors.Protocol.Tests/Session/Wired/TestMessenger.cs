using CephActors.Session;

namespace CephActors.Protocol.Tests.Session.Wired;

/// <summary>A messenger of session machines: peer table, listener, and a record of what its dispatcher would see.</summary>
internal sealed class TestMessenger
{
    public TestMessenger(TestNet net, ProbeSetup setup)
    {
        Net = net;
        Context = setup.Build();
        Address = Context.Addresses.Legacy;
        net.Listen(this);
    }

    public TestNet Net { get; }

    public SessionContext Context { get; }

    public EntityAddress Address { get; }

    public PeerTable<TestConnection> Peers { get; } = new();

    public List<TestConnection> Connections { get; } = [];

    /// <summary>Events in the order raised.</summary>
    public List<(TestConnection Connection, SessionEvent Event)> Events { get; } = [];

    /// <summary>Numbers of the messages delivered, over all connections.</summary>
    public List<ulong> Received { get; } = [];

    /// <summary>Called when a connection was established from the other side.</summary>
    public Action<TestConnection>? Accepted { get; set; }

    /// <summary>Events that tell users of messages lost: a session was reset, or a connection they know is dead.</summary>
    public int Losses => Events.Count(e =>
        e.Event is SessionEvent.RemoteReset || (e.Event is SessionEvent.Reset && e.Connection.IsKnownToUsers));

    public static TestMessenger Osd(TestNet net, string address, Policy policy) =>
        new(net, new ProbeSetup { Policy = policy, OwnAddress = address });

    public TestConnection ConnectTo(TestMessenger peer)
    {
        var key = new EntityAddressVector(peer.Address);
        var connection = Peers.GetOrAdd(key, () => new TestConnection(this, key), out var added);
        if (added)
            connection.Step(new SessionInput.Connect());
        return connection;
    }

    /// <summary>The connection registered for this peer.</summary>
    public TestConnection? Find(TestMessenger peer) =>
        Peers.TryGet(new EntityAddressVector(peer.Address), out var connection) ? connection : null;

    public void Accept(TestSocket socket, string remote = "v1:10.0.0.99:50000/0") =>
        new TestConnection(this, null).Accept(socket, EntityAddress.Parse(remote));

    public void Raise(TestConnection connection, SessionEvent code)
    {
        Events.Add((connection, code));
        if (code is SessionEvent.Accept)
            Accepted?.Invoke(connection);
    }

    /// <summary>The process dies: nobody listens, its sockets end, and nothing it holds does anything any more.</summary>
    public void Kill()
    {
        Net.StopListening(this);
        foreach (var connection in Connections)
            connection.Kill();
    }
}
