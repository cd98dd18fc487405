using System.Runtime.InteropServices;

namespace CephActors.Dispatch;

/// <summary>
/// A run of deliveries to one dispatcher that ends with a question: an answer means that all of the run was processed.
/// Used again for another run once it is over.
/// </summary>
internal sealed class DeliveryMark
{
    private readonly List<CephMessage> _messages = [];
    private readonly List<MessageReceived> _envelopes = [];

    /// <summary>Whose run it is.</summary>
    internal DispatcherEntry Entry { get; private set; } = null!;

    /// <summary>Messages and events of the run.</summary>
    internal int Deliveries { get; private set; }

    internal int MessageCount => _messages.Count;

    /// <summary>Answers still to come: one, or one for each routee of a router.</summary>
    internal int Awaited { get; set; }

    internal DeliveryMark Begin(DispatcherEntry entry)
    {
        Entry = entry;
        return this;
    }

    internal void Add(MessageReceived? received)
    {
        Deliveries++;
        if (received is null)
            return;
        _messages.Add(received.Message);
        if (Entry.ReusesMessages)
            _envelopes.Add(received);
    }

    /// <summary>
    /// The run was processed: gives back the credits its dispatcher does not return itself, and the envelopes, unless the dispatcher
    /// goes on with them.
    /// </summary>
    internal void Finish(SpareEnvelopes spare)
    {
        if (Entry.Completion == CompletionMode.Explicit)
        {
            CephMessage.ReleaseDispatchOfAll(CollectionsMarshal.AsSpan(_messages));
            return;
        }

        foreach (var envelope in _envelopes)
            spare.Return(envelope);
        CephMessage.FinishAll(CollectionsMarshal.AsSpan(_messages));
    }

    /// <summary>Nobody will process the run any more: gives all its credits back. Who else has its messages is not known.</summary>
    internal void Abandon()
    {
        foreach (var message in _messages)
            message.Keep();
        CephMessage.FinishAll(CollectionsMarshal.AsSpan(_messages));
    }

    /// <summary>Forgets the run.</summary>
    internal void Clear()
    {
        _messages.Clear();
        _envelopes.Clear();
        Deliveries = Awaited = 0;
    }
}
