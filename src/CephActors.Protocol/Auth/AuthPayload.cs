namespace CephActors.Auth;

/// <summary>
/// The first byte of what a connecting side says in AUTH_REQUEST tells what follows. Ceph: <c>src/auth/Auth.h</c>, <c>AUTH_MODE_*</c>.
/// </summary>
internal static class AuthPayload
{
    /// <summary>An authorizer: a ticket, or with method none a name.</summary>
    public const byte FirstAuthorizerMode = 1;

    public const byte LastAuthorizerMode = 9;

    /// <summary>A client of a monitor, which has no ticket yet.</summary>
    public const byte FirstMonMode = 10;

    public const byte LastMonMode = 19;
}
