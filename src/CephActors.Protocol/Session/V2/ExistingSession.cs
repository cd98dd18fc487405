namespace CephActors.Session.V2;

/// <summary>What the tables look at in the existing session.</summary>
internal readonly record struct ExistingSession(
    SessionState State,
    bool Replacing,
    ulong ConnectSeq,
    ulong PeerGlobalSeq,
    ulong ClientCookie,
    ulong ServerCookie,
    bool Lossy,
    bool Server,
    bool ResetCheck);
