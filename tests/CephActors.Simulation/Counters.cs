namespace CephActors.Simulation;

/// <summary>How much happened.</summary>
internal sealed class Counters
{
    public long Worlds { get; set; }

    public long Steps { get; set; }

    public long Messages { get; set; }

    public long Faults { get; set; }

    /// <summary>Handshakes that opened a session, each side counted.</summary>
    public long Opened { get; set; }

    public long Reconnects { get; set; }

    /// <summary>Messages put back in line to be sent again.</summary>
    public long Replays { get; set; }

    public long Resets { get; set; }

    /// <summary>Messages dropped because they had been received before.</summary>
    public long Duplicates { get; set; }

    /// <summary>Messages refused by a full out queue or a closed connection.</summary>
    public long Rejected { get; set; }

    /// <summary>Times a socket waited at throttles.</summary>
    public long Blocked { get; set; }

    /// <summary>Connectors of protocol v2 that asked with a global_seq below the one held, and were closed.</summary>
    public long Stale { get; set; }

    /// <summary>How often each row of the acceptor's table decided.</summary>
    public long[] Rows { get; } = new long[13];

    /// <summary>Adds what another counted.</summary>
    public void Add(Counters other)
    {
        Worlds += other.Worlds;
        Steps += other.Steps;
        Messages += other.Messages;
        Faults += other.Faults;
        Opened += other.Opened;
        Reconnects += other.Reconnects;
        Replays += other.Replays;
        Resets += other.Resets;
        Duplicates += other.Duplicates;
        Blocked += other.Blocked;
        Rejected += other.Rejected;
        Stale += other.Stale;
        for (var row = 0; row < Rows.Length; row++)
            Rows[row] += other.Rows[row];
    }
}
