namespace CephActors.Simulation;

/// <summary>What a messenger may hold.</summary>
internal sealed partial class SimMessenger
{
    /// <summary>What is still taken from the throttles, for people; null if nothing.</summary>
    public string? TakenCredits()
    {
        Throttle?[] all = [_bytes, _messages, _policyBytes, _policyMessages];
        var taken = all.Where(t => t is { Current: not 0 }).ToList();
        return taken.Count == 0 ? null : string.Join(", ", taken);
    }

    /// <summary>What waits for dispatch has its credits, and credits have their limit; null if that is so.</summary>
    public string? OverBounds()
    {
        if (Dispatcher.WaitingMessages > _messages.Current)
            return $"{Dispatcher.WaitingMessages} messages wait for dispatch under {_messages.Current} credits";
        if (_messages.Current > _messages.Max)
            return $"{_messages} is over its limit";
        // One payload that is larger than the limit itself gets through.
        if (_bytes.Current > _bytes.Max + World.Plan.LongestFront)
            return $"{_bytes} is over its limit";
        return null;
    }
}
