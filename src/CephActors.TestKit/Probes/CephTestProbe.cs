using Akka.Actor;
using Akka.TestKit;
using CephActors.Dispatch;

namespace CephActors.TestKit;

/// <summary>
/// A dispatcher that keeps what it is told, and expectations about it. Messages and connection events are waited for apart,
/// because events overtake messages: an expectation of the one kind leaves the other to be expected later.
/// Made by <see cref="CephMessengerTestKit.CreateProbe"/>. For the thread of the test only.
/// </summary>
/// <remarks>
/// Expectations wait as long as <c>akka.test.single-expect-default</c> unless told otherwise, in real time also where the scheduler's
/// is virtual, and fail the test with what the probe was told instead.
/// </remarks>
public sealed partial class CephTestProbe
{
    private readonly TestProbe _probe;
    private readonly ITestKitAssertions _assertions;
    private readonly List<object> _seen = [];
    private readonly List<MessageReceived> _messages = [];
    private readonly List<IConnectionEvent> _events = [];

    internal CephTestProbe(CephMessenger messenger, TestProbe probe, ITestKitAssertions assertions, DispatcherOptions? options)
    {
        Messenger = messenger;
        _probe = probe;
        _assertions = assertions;
        messenger.AddDispatcherTail(probe, options);
    }

    /// <summary>The messenger whose dispatcher it is.</summary>
    public CephMessenger Messenger { get; }

    /// <summary>The probe as an actor: who sends it something else has it ignored.</summary>
    public IActorRef Ref => _probe;

    /// <summary>
    /// Every <see cref="MessageReceived"/> and connection event that an expectation has come across so far, in the order in
    /// which they were told.
    /// </summary>
    public IReadOnlyList<object> Seen => _seen;

    /// <summary>The next thing told, whatever it is; for expectations of another kind than these.</summary>
    internal async ValueTask<object?> ReceiveAsync(TimeSpan within, CancellationToken cancellationToken = default)
    {
        var next = await _probe.ReceiveOneAsync(within, cancellationToken).ConfigureAwait(false);
        Keep(next);
        return next;
    }

    private void Keep(object? told)
    {
        if (told is MessageReceived message)
            _messages.Add(message);
        else if (told is IConnectionEvent e)
            _events.Add(e);
        else
            return;
        _seen.Add(told);
    }

    private MessageReceived? TakeMessage(Connection? from)
    {
        var index = _messages.FindIndex(m => from is null || ReferenceEquals(m.Connection, from));
        if (index < 0)
            return null;
        var message = _messages[index];
        _messages.RemoveAt(index);
        return message;
    }

    // Earlier events of the connection are passed over for good: an old one must not satisfy a later expectation.
    private T? TakeEvent<T>(Connection? about)
        where T : class, IConnectionEvent
    {
        var index = _events.FindIndex(e => e is T && (about is null || ReferenceEquals(e.Connection, about)));
        if (index < 0)
            return null;
        var taken = (T)_events[index];
        for (var i = index; i >= 0; i--)
        {
            if (ReferenceEquals(_events[i].Connection, taken.Connection))
                _events.RemoveAt(i);
        }

        return taken;
    }

    private TimeSpan Patience(TimeSpan? within) => within is { } time ? _probe.Dilated(time) : _probe.TestKitSettings.SingleExpectDefault;

    private ReceivedMessage<T> Decode<T>(MessageReceived received)
        where T : class, Messages.IMessageBody<T>
    {
        if (!T.TryDecode(received.Message, out var body, out var error))
            Fail($"{typeof(T).Name} was expected, {received.Message} came on {received.Connection}: {error}");
        return new ReceivedMessage<T>(body!, received.Message, received.Connection);
    }

    private void Fail(string reason) =>
        _assertions.Fail("{0}", $"{Messenger}: {reason}\nTold so far: {(_seen.Count == 0 ? "nothing" : string.Join("; ", _seen))}");
}
