namespace CephActors.Auth;

/// <summary>
/// The accepting side's part in the auth frames of one socket.
/// <code>
///   AUTH_REQUEST      -->  AUTH_BAD_METHOD, AUTH_REPLY_MORE or AUTH_DONE
///   AUTH_REQUEST_MORE -->  the same
/// </code>
/// After AUTH_BAD_METHOD the peer may try again with another AUTH_REQUEST. Nothing here throws for what a peer sent.
/// </summary>
internal abstract class AuthServerExchange
{
    /// <summary>Takes AUTH_REQUEST.</summary>
    /// <param name="peerType">What the peer said it is.</param>
    /// <param name="method">The method it would use.</param>
    /// <param name="preferredModes">The modes it would use, best first.</param>
    /// <param name="payload">What its method says.</param>
    public abstract AuthServerStep OnRequest(EntityType peerType, uint method, IReadOnlyList<uint> preferredModes, ReadOnlySpan<byte> payload);

    /// <summary>Takes AUTH_REQUEST_MORE.</summary>
    public abstract AuthServerStep OnRequestMore(ReadOnlySpan<byte> payload);
}
