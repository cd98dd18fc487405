using CephActors.Auth;
using CephActors.Session;

namespace CephActors.Actors;

/// <summary>What a <see cref="Connection"/> shows of its session; replaced as a whole by the actor that owns it.</summary>
internal sealed record ConnectionFacts(
    EntityAddressVector PeerAddresses,
    EntityType PeerType,
    Policy Policy,
    ulong Features,
    bool IsOpen,
    bool Anonymous,
    SessionState State = SessionState.None,
    AuthenticatedPeer? Identity = null);
