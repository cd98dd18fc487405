using System.Buffers;
using Akka.Actor;

namespace CephActors.Dispatch;

/// <summary>
/// Messages of one connection on their way to the <see cref="DispatchActor"/>: what one read yielded, in one Tell.
/// Whoever fills it lets go of it with the Tell.
/// </summary>
/// <param name="connection">Where they came from; its queue id is their class.</param>
/// <param name="receivedAt">When they came, as a timestamp of the time provider that the dispatch actor has.</param>
/// <param name="defaultPriority">Stands in for priority 0: the messenger's default for local messages, 0 for received ones.</param>
internal sealed class DispatchBatch(Connection connection, long receivedAt, int defaultPriority = 0) : INoSerializationVerificationNeeded
{
    private const int InitialCapacity = 16;

    private CephMessage[] _messages = ArrayPool<CephMessage>.Shared.Rent(InitialCapacity);

    internal Connection Connection { get; } = connection;

    internal long ReceivedAt { get; } = receivedAt;

    internal int Count { get; private set; }

    /// <summary>How many of the messages still wait in the queue.</summary>
    internal int Waiting { get; set; }

    internal ReadOnlySpan<CephMessage> Messages => _messages.AsSpan(0, Count);

    internal void Add(CephMessage message)
    {
        if (Count == _messages.Length)
        {
            CephMessage[] larger = ArrayPool<CephMessage>.Shared.Rent(Count * 2);
            Messages.CopyTo(larger);
            ReturnArray();
            _messages = larger;
        }

        _messages[Count++] = message;
    }

    internal int PriorityOf(CephMessage message) => message.Priority == 0 ? defaultPriority : message.Priority;

    /// <summary>The messages have been taken out; only the facts about the batch stay.</summary>
    internal void Clear()
    {
        ReturnArray();
        _messages = [];
        Count = 0;
    }

    /// <summary>The messages are dropped: their credits go back.</summary>
    internal void Complete()
    {
        foreach (CephMessage message in Messages)
            message.Complete();
        Clear();
    }

    private void ReturnArray() => ArrayPool<CephMessage>.Shared.Return(_messages, clearArray: true);
}
