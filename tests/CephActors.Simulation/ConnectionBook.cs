namespace CephActors.Simulation;

/// <summary>A session: a connection, and how often it was reset before.</summary>
internal readonly record struct SessionId(SimConnection Connection, int Resets)
{
    public override string ToString() => $"{Connection}{(Resets == 0 ? "" : $" after {Resets} resets")}";
}

/// <summary>The invariants' notes on one connection.</summary>
internal sealed class ConnectionBook(SimConnection connection)
{
    public SimConnection Connection { get; } = connection;

    /// <summary>Messages sent on it.</summary>
    public int Sent { get; set; }

    /// <summary>Messages it has taken and not let go of.</summary>
    public int Held { get; set; }

    /// <summary>The peer's session it opened with last, since its own last reset.</summary>
    public SessionId? Partner { get; set; }

    /// <summary>The socket it last wrote messages to.</summary>
    public SimSocket? WroteTo { get; set; }

    /// <summary>The number of the last message it wrote.</summary>
    public ulong LastWritten { get; set; }

    /// <summary>The greatest number of a message since the session changed on either side.</summary>
    public ulong GreatestWritten { get; set; }

    /// <summary>Remote resets raised.</summary>
    public int RaisedResets { get; set; }

    /// <summary>Remote resets its dispatcher has seen.</summary>
    public int DispatchedResets { get; set; }

    public int Resets { get; set; }

    /// <summary>It was open at least once.</summary>
    public bool EverOpen { get; set; }

    /// <summary>It was open at least once since the last reset.</summary>
    public bool WasOpen { get; set; }

    /// <summary>It opened its present session as the connector: the peer has it too.</summary>
    public bool Connected { get; set; }

    /// <summary>For each of its sessions, parted by resets: the how-manieth of its world it is, counted when it opened; 0 if it never did.</summary>
    public List<long> Sessions { get; } = [0];

    /// <summary>Messages that came through in either direction since the last reset.</summary>
    public int Exchanged { get; set; }

    public bool MarkedDown { get; set; }

    public ulong InSeq { get; set; }

    public int InSeqResets { get; set; }

    public bool PeerReset { get; set; }

    /// <summary>Messages that left the session's hands during the present step.</summary>
    public List<SentMessage> ReleasedNow { get; } = [];

    /// <summary>For each sending connection: the greatest index received, by priority.</summary>
    public Dictionary<(int Serial, int Epoch), int[]> Order { get; } = [];
}
