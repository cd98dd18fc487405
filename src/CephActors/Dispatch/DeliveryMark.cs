namespace CephActors.Dispatch;

/// <summary>
/// A run of deliveries to one dispatcher that ends with a question: an answer means that all of the run was processed.
/// </summary>
internal sealed class DeliveryMark(DispatcherEntry entry)
{
    private readonly List<CephMessage> _messages = [];

    internal DispatcherEntry Entry { get; } = entry;

    /// <summary>Messages and events of the run.</summary>
    internal int Deliveries { get; private set; }

    internal int MessageCount => _messages.Count;

    /// <summary>Answers still to come: one, or one for each routee of a router.</summary>
    internal int Awaited { get; set; }

    internal void Add(CephMessage? message)
    {
        Deliveries++;
        if (message is not null)
            _messages.Add(message);
    }

    /// <summary>The run was processed: gives back the credits its dispatcher does not return itself.</summary>
    internal void Finish()
    {
        foreach (CephMessage message in _messages)
        {
            if (Entry.Completion == CompletionMode.Explicit)
                message.ReleaseDispatch();
            else
                message.Complete();
        }
    }

    /// <summary>Nobody will process the run any more: gives all its credits back.</summary>
    internal void Abandon()
    {
        foreach (CephMessage message in _messages)
            message.Complete();
    }
}
