using CephActors.Dispatch;
using CephActors.TestKit;

namespace CephActors.Tests.Actors;

/// <summary>A messenger and what its dispatcher has been told, in order: messages and events as one row.</summary>
internal sealed class Party(CephTestProbe probe)
{
    private readonly List<object> _seen = [];
    private ulong _lastFence;

    public CephMessenger Messenger => probe.Messenger;

    public EntityAddressVector Addresses => Messenger.OwnAddresses;

    /// <summary>Everything told so far, loopback and fences left out.</summary>
    public IReadOnlyList<object> Seen => _seen;

    public IEnumerable<CephMessage> Messages => _seen.OfType<MessageReceived>().Select(m => m.Message);

    public IEnumerable<object> Events => _seen.Where(m => m is not MessageReceived);

    public Connection ConnectTo(Party peer, EntityType? type = null, bool anonymous = false) =>
        Messenger.ConnectTo(peer.Addresses, type ?? peer.Messenger.EntityName.Type, anonymous);

    /// <summary>Waits for the next thing of a kind; what comes before it is kept in <see cref="Seen"/> too.</summary>
    public async Task<T> ExpectAsync<T>(Func<T, bool>? isMeant = null)
    {
        while (true)
        {
            var next = await NextAsync();
            if (next is T meant && isMeant?.Invoke(meant) != false)
                return meant;
        }
    }

    /// <summary>Waits for an event about a connection.</summary>
    public Task<T> ExpectAsync<T>(Connection connection)
        where T : IConnectionEvent => ExpectAsync<T>(e => ReferenceEquals(ConnectionOf(e), connection));

    /// <summary>Waits for a number of messages.</summary>
    public async Task<IReadOnlyList<MessageReceived>> ExpectMessagesAsync(int count)
    {
        var messages = new List<MessageReceived>(count);
        while (messages.Count < count)
            messages.Add(await ExpectAsync<MessageReceived>());
        return messages;
    }

    /// <summary>Waits until all that is in the dispatch queue now has been told, and returns what came since the last look.</summary>
    public async Task<IReadOnlyList<object>> FenceAsync()
    {
        var from = _seen.Count;
        var fence = new CephMessage(MessageType.Ping) { Tid = ++_lastFence, Priority = 1 };
        Assert.Equal(SendResult.Accepted, Messenger.Loopback.Send(fence));
        object next;
        do
            next = await ReceiveAsync();
        while (!(next is MessageReceived { Connection.IsLoopback: true } m && m.Message.Tid == fence.Tid));
        return _seen[from..];
    }

    private async Task<object> NextAsync()
    {
        while (true)
        {
            var count = _seen.Count;
            var next = await ReceiveAsync();
            if (_seen.Count > count)
                return next;
        }
    }

    private async Task<object> ReceiveAsync()
    {
        var next = await probe.ReceiveAsync(MessengerTest.Patience)
            ?? throw new TimeoutException($"{Messenger} was told nothing more; before: {string.Join(", ", _seen)}");
        if (ConnectionOf(next) is { IsLoopback: false })
            _seen.Add(next);
        return next;
    }

    private static Connection? ConnectionOf(object told) =>
        told is MessageReceived received ? received.Connection : (told as IConnectionEvent)?.Connection;
}
