using Akka.Actor;

namespace CephActors.TestKit;

/// <summary>Waiting for what threads do, and the end of a test.</summary>
public abstract partial class CephMessengerTestKit
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan BeforeAdvance = TimeSpan.FromMilliseconds(50);

    /// <summary>Called before the test; does nothing. A place to bind messengers and to start services.</summary>
    public virtual Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Called after the test: ends everything and checks what must hold then. Overriding methods call it.</summary>
    public virtual async Task DisposeAsync()
    {
        var patience = TestKitSettings.SingleExpectDefault;
        _interceptors.ForEach(interceptor => interceptor.Release());
        await Task.WhenAll(Network.Messengers.Select(messenger => messenger.ShutdownAsync())).WaitAsync(patience).ConfigureAwait(false);
        if (ChecksThrottles)
            CheckThrottles();
        await Task.WhenAll(_systems.Select(system => system.Terminate())).WaitAsync(patience).ConfigureAwait(false);
        Sys.EventStream.Unsubscribe(_errors);
        await CheckErrorsAsync().ConfigureAwait(false);
    }

    /// <summary>Waits in real time until a condition holds; for what no probe is told.</summary>
    /// <param name="condition">Looked at every few milliseconds.</param>
    protected Task UntilAsync(Func<bool> condition) => AwaitConditionAsync(condition, TestKitSettings.SingleExpectDefault, Interval);

    /// <summary>
    /// Moves virtual time step by step until a condition holds, with some real time before each step for threads to do what the last one set off.
    /// The surest way over a row of timers, of which each sets the next.
    /// </summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="step">Virtual time to move at once; at most what may be between two timers.</param>
    protected async Task AdvanceUntilAsync(Func<bool> condition, TimeSpan step)
    {
        var until = Deadline.In(TestKitSettings.SingleExpectDefault);
        while (!await AwaitConditionNoThrowAsync(condition, BeforeAdvance, Interval).ConfigureAwait(false))
        {
            if (until.Left == TimeSpan.Zero)
                Assertions.Fail("{0}", "The condition does not hold, however far the time is moved.");
            Time.Advance(step);
        }
    }

    /// <summary>
    /// Returns when a connection has done all it was asked to before this call, its timers set; what its peer and the network do is another matter.
    /// False if it has ended. Call it before time is moved to have its timers run.
    /// </summary>
    /// <param name="messenger">The messenger.</param>
    /// <param name="connection">One of its connections.</param>
    protected Task<bool> SettleAsync(CephMessenger messenger, Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return SettleAsync(messenger, $"connection-{connection.QueueId}");
    }

    /// <summary>As the public one, for any of a messenger's actors.</summary>
    internal async Task<bool> SettleAsync(CephMessenger messenger, string part)
    {
        var identity = await new ActorSelection(messenger.Actor, part).Ask<ActorIdentity>(new Identify(part))
            .WaitAsync(TestKitSettings.SingleExpectDefault).ConfigureAwait(false);
        return identity.Subject is not null;
    }

    private void CheckThrottles()
    {
        foreach (var (messenger, throttles) in Network.Messengers.Select(m => (m, m.Services.Throttles)))
        {
            if (throttles.Bytes.Current != 0 || throttles.Messages.Current != 0)
                Assertions.Fail("{0}", $"{messenger} still holds credits: {throttles.Messages.Current} messages, {throttles.Bytes.Current} bytes. Was a message not completed?");
        }
    }

    private async Task CheckErrorsAsync()
    {
        if (ErrorsExpected is not { } expected)
            return;
        var end = new object();
        _errors.Tell(end);
        var errors = new List<object?>();
        while (await _errors.ReceiveOneAsync(TestKitSettings.SingleExpectDefault).ConfigureAwait(false) is { } next && next != end)
            errors.Add(next);
        if (errors.Count != expected)
            Assertions.Fail("{0}", $"{errors.Count} errors were logged, {expected} were expected:\n{string.Join('\n', errors)}");
    }
}
