namespace CephActors.Auth;

/// <summary>Methods and modes acceptable between two parties, best first. Ceph: <c>src/auth/AuthRegistry.cc</c>.</summary>
/// <param name="Methods">Methods of authentication.</param>
/// <param name="Modes">Modes of connections that a session key protects.</param>
internal sealed record AuthTerms(IReadOnlyList<AuthMethod> Methods, IReadOnlyList<ConnectionMode> Modes)
{
    /// <summary>The modes that go with a method: without keys nothing can be encrypted. Ceph: <c>get_supported_modes</c>.</summary>
    public IReadOnlyList<ConnectionMode> ModesFor(AuthMethod method) =>
        method == AuthMethod.None ? [.. Modes.Where(mode => mode == ConnectionMode.Crc)] : Modes;

    /// <summary>The first of the connecting side's modes that is acceptable; unknown if none is. Ceph: <c>pick_mode</c>.</summary>
    public ConnectionMode PickMode(AuthMethod method, IReadOnlyList<uint> preferred)
    {
        var allowed = ModesFor(method);
        foreach (var mode in preferred)
        {
            if (allowed.Contains((ConnectionMode)mode))
                return (ConnectionMode)mode;
        }

        return ConnectionMode.Unknown;
    }
}
