namespace CephActors.Auth;

/// <summary>
/// The connecting side's part in the auth frames of one socket.
/// <code>
///   Start           -->  AUTH_REQUEST
///   AUTH_BAD_METHOD -->  AUTH_REQUEST with another method, or failed
///   AUTH_REPLY_MORE -->  AUTH_REQUEST_MORE
///   AUTH_DONE       -->  done: session key, connection secret, mode
/// </code>
/// A frame out of turn fails it. Nothing here throws for what a peer sent.
/// </summary>
internal abstract class AuthClientExchange
{
    /// <summary>The first request.</summary>
    public abstract AuthClientStep Start();

    /// <summary>The peer does not take the method, the modes or the proof.</summary>
    /// <param name="method">The method it answers to.</param>
    /// <param name="result">A negative errno.</param>
    /// <param name="allowedMethods">The methods it would take.</param>
    /// <param name="allowedModes">The modes it would take.</param>
    public abstract AuthClientStep OnBadMethod(uint method, int result, IReadOnlyList<uint> allowedMethods, IReadOnlyList<uint> allowedModes);

    /// <summary>The peer wants to know more.</summary>
    public abstract AuthClientStep OnReplyMore(ReadOnlySpan<byte> payload);

    /// <summary>The peer is content; now it has to prove itself.</summary>
    public abstract AuthClientStep OnDone(ulong globalId, uint mode, ReadOnlySpan<byte> payload);

    /// <summary>Says in words what a peer takes and what it was offered instead.</summary>
    protected static string Difference(
        string peer, IReadOnlyList<uint> allowedMethods, IReadOnlyList<uint> allowedModes, IEnumerable<AuthMethod> methods, IEnumerable<ConnectionMode> modes) =>
        $"{peer} takes {Words<AuthMethod>(allowedMethods)} in mode {Words<ConnectionMode>(allowedModes)}, and was offered "
        + $"{string.Join(" or ", methods).ToLowerInvariant()} in mode {string.Join(" or ", modes).ToLowerInvariant()}";

    // What a peer lists is its own affair, but not how much of it is written down.
    private static string Words<T>(IReadOnlyList<uint> numbers)
        where T : struct, Enum =>
        numbers.Count == 0 ? "nothing" : string.Join(" or ", numbers.Take(8).Select(number => ((T)(object)number).ToString())).ToLowerInvariant();
}
