using System.Diagnostics;

namespace CephActors.Dispatch;

/// <summary>Envelopes that nobody refers to any more, to be used for other messages. Belongs to the dispatch actor.</summary>
internal sealed class SpareEnvelopes
{
    /// <summary>What dispatchers may have in hand by default.</summary>
    private const int Capacity = 256;

    private readonly Stack<MessageReceived> _kept = [];

    /// <summary>An envelope for a message.</summary>
    public MessageReceived Take(Connection connection, CephMessage message, Activity? activity)
    {
        if (!_kept.TryPop(out var envelope))
            return new MessageReceived(connection, message) { Activity = activity };
        envelope.Fill(connection, message, activity);
        return envelope;
    }

    /// <summary>Takes back one whose message is done.</summary>
    public void Return(MessageReceived envelope)
    {
        if (_kept.Count >= Capacity)
            return;
        envelope.Clear();
        _kept.Push(envelope);
    }
}
