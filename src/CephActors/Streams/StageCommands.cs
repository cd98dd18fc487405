using CephActors.Framing;

namespace CephActors.Streams;

/// <summary>To the decoder: what the peer may say next.</summary>
internal sealed record ExpectNext(Expectation Next, FramePhase? Phase);

/// <summary>
/// To the decoder: receive and forget until the peer has closed and what was written is sent, for at most this long.
/// </summary>
internal sealed record DiscardRest(TimeSpan Timeout);

/// <summary>To the decoder: fail now.</summary>
internal sealed record FailReading(Exception Reason);

/// <summary>
/// To the decoder: all that was written has been sent, or, with a cause, nothing can be sent any more. A cause fails it
/// unless what is left to read was received already.
/// </summary>
internal sealed record WritingStopped(Exception? Cause);

/// <summary>To the source of batches: complete when the batch in hand has been sent.</summary>
internal sealed record FinishWriting
{
    public static readonly FinishWriting Instance = new();
}

/// <summary>To the source of batches: reading has ended, stop at once.</summary>
/// <param name="Reason">What writing fails with.</param>
/// <param name="InOrder">Complete instead, if no batch is under way.</param>
internal sealed record StopWriting(Exception Reason, bool InOrder);

/// <summary>To the sink: a batch was returned while it was out of credit.</summary>
internal sealed record CreditReturned
{
    public static readonly CreditReturned Instance = new();
}
