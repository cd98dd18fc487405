namespace CephActors.Protocol.Tests.Framing;

/// <summary>A gate that knows what is inside.</summary>
internal sealed class CountingGate : IReceiveGate
{
    public bool IsOpen { get; set; } = true;

    public int Entered { get; private set; }

    public long Dispatch { get; private set; }

    public long Policy { get; private set; }

    public bool TryEnter(long payloadBytes)
    {
        if (!IsOpen)
            return false;
        Entered++;
        Dispatch += payloadBytes;
        Policy += payloadBytes;
        return true;
    }

    public void ReturnDispatch(long payloadBytes) => Dispatch -= payloadBytes;

    public void ReturnPolicy(long payloadBytes) => Policy -= payloadBytes;
}
