using CephActors.Session;

namespace CephActors.Tests.FaultMatrix;

/// <summary>One connection object of a side, and what was counted on it.</summary>
internal sealed class MatrixConnection(Connection handle, bool incoming)
{
    public Connection Handle { get; } = handle;

    public bool Incoming { get; } = incoming;

    public SessionState State { get; set; }

    /// <summary>Its socket is another object's now.</summary>
    public bool Replaced { get; set; }

    /// <summary>It was seen open with nothing outstanding.</summary>
    public bool Established { get; set; }

    /// <summary>Times it was open and is not any more.</summary>
    public int TimesLost { get; set; }

    public int ConnectAttempts { get; set; }

    public int ClientConnectAttempts { get; set; }

    public int ClientReconnectAttempts { get; set; }

    public int Connects { get; set; }

    public int ServerConnectAttempts { get; set; }

    public int ServerReconnectAttempts { get; set; }

    public int Accepts { get; set; }

    public int Resets { get; set; }

    public int RemoteResets { get; set; }

    public bool IsClosed => State is SessionState.Closed || Handle.IsClosed;

    public bool IsLive => Handle.IsConnected;

    /// <summary>As the matrix names it.</summary>
    public string StateName => Replaced ? "replaced" : IsClosed ? "closed" : Established ? "established" : "unknown";

    public override string ToString() =>
        $"{(Incoming ? "peer" : "us")} {StateName} ({State}) connect ({ConnectAttempts},{ClientConnectAttempts},{ClientReconnectAttempts},{Connects}) "
        + $"accept ({(Incoming ? 1 : 0)},{ServerConnectAttempts},{ServerReconnectAttempts},{Accepts}) reset ({Resets},{RemoteResets})";
}
