namespace CephActors.Auth;

/// <summary>What the connecting side does next.</summary>
internal abstract record AuthClientStep
{
    private AuthClientStep()
    {
    }

    /// <summary>Send AUTH_REQUEST.</summary>
    public sealed record Request(AuthMethod Method, IReadOnlyList<ConnectionMode> Modes, byte[] Payload) : AuthClientStep;

    /// <summary>Send AUTH_REQUEST_MORE.</summary>
    public sealed record More(byte[] Payload) : AuthClientStep;

    /// <summary>Go on to the signatures.</summary>
    public sealed record Done(AuthResult Result) : AuthClientStep;

    /// <summary>Give this socket up.</summary>
    /// <param name="Errno">A positive errno.</param>
    /// <param name="Reason">In words, without any secret.</param>
    public sealed record Failed(int Errno, string Reason) : AuthClientStep;
}
