namespace CephActors;

/// <summary>
/// The credits a received message holds while it is being processed. A payload enters before memory is taken for it and
/// gives its credits back in two steps, dispatch and policy. Callable from any thread.
/// </summary>
internal interface IReceiveGate
{
    /// <summary>Where the memory of payloads comes from, and goes back to where it may; null for memory that nobody had.</summary>
    public PayloadPool? Payloads => null;

    /// <summary>Messages to be used again; null where each is a new object.</summary>
    public MessagePool? Messages => null;

    /// <summary>Takes all credits for a message of this payload, or none and returns false.</summary>
    public bool TryEnter(long payloadBytes);

    /// <summary>Gives back what was taken from the messenger's dispatch throttles.</summary>
    public void ReturnDispatch(long payloadBytes);

    /// <summary>Gives back what was taken from the throttles of the peer type's policy.</summary>
    public void ReturnPolicy(long payloadBytes);

    /// <summary>The same for several messages with so many bytes together.</summary>
    public void ReturnDispatch(long payloadBytes, int messages)
    {
        ReturnDispatch(payloadBytes);
        for (var i = 1; i < messages; i++)
            ReturnDispatch(0);
    }

    /// <summary>The same for several messages with so many bytes together.</summary>
    public void ReturnPolicy(long payloadBytes, int messages)
    {
        ReturnPolicy(payloadBytes);
        for (var i = 1; i < messages; i++)
            ReturnPolicy(0);
    }
}
