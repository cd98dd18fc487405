using CephActors.Messages;

namespace CephActors.TestKit;

/// <summary>Expectations about messages.</summary>
public sealed partial class CephTestProbe
{
    /// <summary>Waits for the next message, which has to be of a type.</summary>
    /// <typeparam name="T">The type, such as <c>MPing</c>.</typeparam>
    /// <param name="from">The connection whose next message is meant; any if left out.</param>
    /// <param name="within">How long to wait, in real time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ReceivedMessage<T> ExpectMessage<T>(Connection? from = null, TimeSpan? within = null, CancellationToken cancellationToken = default)
        where T : class, IMessageBody<T> => Decode<T>(ExpectMessage(from, within, cancellationToken));

    /// <inheritdoc cref="ExpectMessage{T}"/>
    public async Task<ReceivedMessage<T>> ExpectMessageAsync<T>(
        Connection? from = null, TimeSpan? within = null, CancellationToken cancellationToken = default)
        where T : class, IMessageBody<T> => Decode<T>(await ExpectMessageAsync(from, within, cancellationToken).ConfigureAwait(false));

    /// <summary>Waits for the next message, of whatever type.</summary>
    /// <param name="from">The connection whose next message is meant; any if left out.</param>
    /// <param name="within">How long to wait, in real time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public MessageReceived ExpectMessage(Connection? from = null, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        Expect(() => TakeMessage(from), "a message", from, within, cancellationToken);

    /// <inheritdoc cref="ExpectMessage(Connection?, TimeSpan?, CancellationToken)"/>
    public Task<MessageReceived> ExpectMessageAsync(
        Connection? from = null, TimeSpan? within = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(() => TakeMessage(from), "a message", from, within, cancellationToken);

    /// <summary>
    /// Fails if a message that was not expected yet is there, or comes within a time. Says nothing about one that comes later,
    /// and under load little about one that should have come sooner.
    /// </summary>
    /// <param name="within">How long to wait, in real time; <c>akka.test.expect-no-message-default</c> if left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public void ExpectNoMessage(TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        var until = Deadline.In(NoMessageTime(within));
        while (NoneCame() && _probe.ReceiveOne(until.Left, cancellationToken) is { } next)
            Keep(next);
    }

    /// <inheritdoc cref="ExpectNoMessage"/>
    public async Task ExpectNoMessageAsync(TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        var until = Deadline.In(NoMessageTime(within));
        while (NoneCame() && await _probe.ReceiveOneAsync(until.Left, cancellationToken).ConfigureAwait(false) is { } next)
            Keep(next);
    }

    private TimeSpan NoMessageTime(TimeSpan? within) => _probe.Dilated(within ?? _probe.TestKitSettings.ExpectNoMessageDefault);

    private bool NoneCame()
    {
        if (TakeMessage(null) is { } message)
            Fail($"no message was expected, {message.Message} came on {message.Connection}.");
        return true;
    }

    private T Expect<T>(Func<T?> take, string what, Connection? connection, TimeSpan? within, CancellationToken cancellationToken)
        where T : class
    {
        var patience = Patience(within);
        var until = Deadline.In(patience);
        T? taken;
        while ((taken = take()) is null)
            Keep(_probe.ReceiveOne(until.Left, cancellationToken) ?? Missing(what, connection, patience));
        return taken;
    }

    private async Task<T> ExpectAsync<T>(
        Func<T?> take, string what, Connection? connection, TimeSpan? within, CancellationToken cancellationToken)
        where T : class
    {
        var patience = Patience(within);
        var until = Deadline.In(patience);
        T? taken;
        while ((taken = take()) is null)
            Keep(await _probe.ReceiveOneAsync(until.Left, cancellationToken).ConfigureAwait(false) ?? Missing(what, connection, patience));
        return taken;
    }

    private object? Missing(string what, Connection? connection, TimeSpan patience)
    {
        Fail($"{what}{(connection is null ? "" : $" of {connection}")} was expected within {patience.TotalSeconds:0.###} s, none came.");
        return null;
    }
}
