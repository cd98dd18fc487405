namespace CephActors.Auth;

/// <summary>What the accepting side does next.</summary>
internal abstract record AuthServerStep
{
    private AuthServerStep()
    {
    }

    /// <summary>Send AUTH_BAD_METHOD and wait for another AUTH_REQUEST.</summary>
    /// <param name="Method">The method that was tried.</param>
    /// <param name="Result">A negative errno: −95 for the method or mode, −13 for the proof.</param>
    /// <param name="AllowedMethods">What would be taken.</param>
    /// <param name="AllowedModes">What would be taken.</param>
    /// <param name="Reason">For the own log, without any secret.</param>
    public sealed record BadMethod(
        uint Method,
        int Result,
        IReadOnlyList<AuthMethod> AllowedMethods,
        IReadOnlyList<ConnectionMode> AllowedModes,
        string Reason) : AuthServerStep;

    /// <summary>Send AUTH_REPLY_MORE.</summary>
    public sealed record ReplyMore(byte[] Payload) : AuthServerStep;

    /// <summary>Send AUTH_DONE and go on to the signatures.</summary>
    /// <param name="Payload">The own proof.</param>
    /// <param name="Result">What both ends share now.</param>
    /// <param name="Peer">Who the peer is.</param>
    public sealed record Done(byte[] Payload, AuthResult Result, AuthenticatedPeer Peer) : AuthServerStep;

    /// <summary>Close the socket: the peer cannot be judged now.</summary>
    public sealed record Close(string Reason) : AuthServerStep;
}
