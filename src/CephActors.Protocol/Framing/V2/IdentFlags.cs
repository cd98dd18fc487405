namespace CephActors.Framing.V2;

/// <summary>Bits of the flags of <see cref="ClientIdent"/> and <see cref="ServerIdent"/>.</summary>
internal static class IdentFlags
{
    /// <summary>The session ends with its socket (Ceph: <c>CEPH_MSG_CONNECT_LOSSY</c>).</summary>
    public const ulong Lossy = 1;
}
