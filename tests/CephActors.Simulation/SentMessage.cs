namespace CephActors.Simulation;

/// <summary>What became of one message.</summary>
internal sealed class SentMessage(int id, SimConnection connection, int entity, int index, int priority, int length)
{
    public int Id { get; } = id;

    public SimConnection Connection { get; } = connection;

    /// <summary>The entity it is for.</summary>
    public int Entity { get; } = entity;

    /// <summary>Place among the messages of its connection.</summary>
    public int Index { get; } = index;

    public int Priority { get; } = priority;

    public int Length { get; } = length;

    /// <summary>Resets its connection had seen when it was put in line; -1 until then.</summary>
    public int Epoch { get; set; } = -1;

    /// <summary>Under which number it was written last, and in which session of its connection with which of the peer's.</summary>
    public (ulong Seq, int Epoch, SessionId? Partner) Written { get; set; }

    /// <summary>It left its connection for good.</summary>
    public bool Released { get; set; }

    public bool WantsReply { get; init; }

    public bool Received { get; set; }

    public (SimConnection? By, int Epoch) Last { get; set; }

    public override string ToString() => $"message {Id} ({Connection}, its {Index}th, priority {Priority})";
}
