using System.Diagnostics;

namespace CephActors.Telemetry;

/// <summary>
/// The credits of a received message that came with the sender's trace context: the context was counted with them and is no part of
/// the message any more. It is kept here because this goes wherever the message goes, and messages without one need no room for it.
/// </summary>
internal sealed class TracedCredits(IReceiveGate? credits, int trailer, in ActivityContext context) : IReceiveGate
{
    private readonly ActivityContext _context = context;

    /// <summary>The context that came with a message; the default value if none did.</summary>
    public static ActivityContext ContextOf(CephMessage message) => message.Gate is TracedCredits traced ? traced._context : default;

    /// <summary>A received message as its sender made it, with the context in its credits.</summary>
    public static CephMessage TakeFrom(CephMessage message) =>
        TraceTrailer.TryRead(message.Middle.Span, out var context, out var length)
            ? message.Received(message.Middle[..^length], new TracedCredits(message.Gate, length, context))
            : message;

    /// <inheritdoc/>
    public PayloadPool? Payloads => credits?.Payloads;

    /// <inheritdoc/>
    public bool TryEnter(long payloadBytes) => throw new InvalidOperationException("The message these credits are for has entered.");

    /// <inheritdoc/>
    public void ReturnDispatch(long payloadBytes) => credits?.ReturnDispatch(payloadBytes + trailer);

    /// <inheritdoc/>
    public void ReturnPolicy(long payloadBytes) => credits?.ReturnPolicy(payloadBytes + trailer);
}
