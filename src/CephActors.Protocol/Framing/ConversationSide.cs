namespace CephActors.Framing;

/// <summary>One of the two ends of a recorded connection.</summary>
internal enum ConversationSide : byte
{
    /// <summary>The side that opened the connection.</summary>
    Client,

    /// <summary>The side that accepted it.</summary>
    Server,
}
