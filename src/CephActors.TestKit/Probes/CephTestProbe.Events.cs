namespace CephActors.TestKit;

/// <summary>
/// Expectations about connection events. Each waits for the next event of its kind; earlier events of the same connection are passed
/// over and cannot be expected any more.
/// </summary>
public sealed partial class CephTestProbe
{
    /// <summary>Waits until a connection that this side opened has a session: the first time, or again after a reconnect.</summary>
    /// <param name="connection">The connection; any if left out.</param>
    /// <param name="within">How long to wait, in real time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ConnectionEstablished ExpectEstablished(
        Connection? connection = null, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        Expect(() => TakeEvent<ConnectionEstablished>(connection), nameof(ConnectionEstablished), connection, within, cancellationToken);

    /// <inheritdoc cref="ExpectEstablished"/>
    public Task<ConnectionEstablished> ExpectEstablishedAsync(
        Connection? connection = null, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(() => TakeEvent<ConnectionEstablished>(connection), nameof(ConnectionEstablished), connection, within, cancellationToken);

    /// <summary>Waits until a peer has opened a session with this side, or has come back to one.</summary>
    /// <param name="connection">The connection; any if left out.</param>
    /// <param name="within">How long to wait, in real time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ConnectionAccepted ExpectAccepted(
        Connection? connection = null, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        Expect(() => TakeEvent<ConnectionAccepted>(connection), nameof(ConnectionAccepted), connection, within, cancellationToken);

    /// <inheritdoc cref="ExpectAccepted"/>
    public Task<ConnectionAccepted> ExpectAcceptedAsync(
        Connection? connection = null, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(() => TakeEvent<ConnectionAccepted>(connection), nameof(ConnectionAccepted), connection, within, cancellationToken);

    /// <summary>Waits until a connection is dead for good.</summary>
    /// <param name="connection">The connection; any if left out.</param>
    /// <param name="within">How long to wait, in real time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ConnectionReset ExpectReset(
        Connection? connection = null, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        Expect(() => TakeEvent<ConnectionReset>(connection), nameof(ConnectionReset), connection, within, cancellationToken);

    /// <inheritdoc cref="ExpectReset"/>
    public Task<ConnectionReset> ExpectResetAsync(
        Connection? connection = null, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(() => TakeEvent<ConnectionReset>(connection), nameof(ConnectionReset), connection, within, cancellationToken);

    /// <summary>Waits until a peer turns out to have forgotten the session; its connection lives on.</summary>
    /// <param name="connection">The connection; any if left out.</param>
    /// <param name="within">How long to wait, in real time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ConnectionRemoteReset ExpectRemoteReset(
        Connection? connection = null, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        Expect(() => TakeEvent<ConnectionRemoteReset>(connection), nameof(ConnectionRemoteReset), connection, within, cancellationToken);

    /// <inheritdoc cref="ExpectRemoteReset"/>
    public Task<ConnectionRemoteReset> ExpectRemoteResetAsync(
        Connection? connection = null, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(() => TakeEvent<ConnectionRemoteReset>(connection), nameof(ConnectionRemoteReset), connection, within, cancellationToken);

    /// <summary>Waits until a connect is refused; the connection goes on trying.</summary>
    /// <param name="connection">The connection; any if left out.</param>
    /// <param name="within">How long to wait, in real time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ConnectionRefused ExpectRefused(
        Connection? connection = null, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        Expect(() => TakeEvent<ConnectionRefused>(connection), nameof(ConnectionRefused), connection, within, cancellationToken);

    /// <inheritdoc cref="ExpectRefused"/>
    public Task<ConnectionRefused> ExpectRefusedAsync(
        Connection? connection = null, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(() => TakeEvent<ConnectionRefused>(connection), nameof(ConnectionRefused), connection, within, cancellationToken);
}
