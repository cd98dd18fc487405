using CephActors.Auth;
using CephActors.Configuration;

namespace CephActors.Mon;

/// <summary>What a monitor client's actor is started with.</summary>
/// <param name="Messenger">Carries its connections.</param>
/// <param name="Settings">Times and numbers.</param>
/// <param name="Identity">Who authenticates.</param>
/// <param name="Bootstrap">The monitors to try before a map says more.</param>
/// <param name="View">Where others read what the actor knows.</param>
/// <param name="Random">Random numbers nobody can foresee.</param>
/// <param name="Ended">Completed when the actor has ended.</param>
internal sealed record MonClientSetup(
    CephMessenger Messenger,
    MonClientSettings Settings,
    MonAuthIdentity Identity,
    IReadOnlyList<MonCandidate> Bootstrap,
    MonClientView View,
    Func<ulong> Random,
    TaskCompletionSource Ended);
