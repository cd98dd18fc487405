namespace CephActors;

/// <summary>A request of <see cref="Connection.Ask(CephMessage, TimeSpan, CancellationToken)"/> has no answer.</summary>
/// <param name="failure">Why.</param>
/// <param name="message">What happened to the request, in words.</param>
public sealed class CephAskException(AskFailure failure, string message) : CephMessengerException(message)
{
    /// <summary>Why, and with it whether the peer may have dealt with the request.</summary>
    public AskFailure Failure { get; } = failure;
}
