using CephActors.Auth.Cephx;

namespace CephActors.Auth;

/// <summary>Who stands at the other end of an accepted connection.</summary>
/// <param name="Method">The method that says so; none believes.</param>
/// <param name="Name">Its name; null of a peer that was let in without one.</param>
/// <param name="GlobalId">Its identity in the cluster; 0 if unknown.</param>
/// <param name="Caps">What it may do here.</param>
/// <param name="Session">Renews its tickets, if it is a client of this monitor; null otherwise.</param>
internal sealed record AuthenticatedPeer(AuthMethod Method, AuthEntityName? Name, ulong GlobalId, CapsInfo Caps, MonAuthSession? Session = null)
{
    /// <summary>Who it is, and nothing else.</summary>
    public override string ToString() => $"{Name?.ToString() ?? "somebody"} ({GlobalId})";
}
