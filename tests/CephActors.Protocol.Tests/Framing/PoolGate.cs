namespace CephActors.Protocol.Tests.Framing;

/// <summary>A gate that lets everything in and whose pool is in use.</summary>
internal sealed class PoolGate : IReceiveGate
{
    public PoolGate(long capacity)
    {
        Payloads = new PayloadPool(capacity);
        Payloads.Use();
    }

    public PayloadPool Payloads { get; }

    PayloadPool? IReceiveGate.Payloads => Payloads;

    public bool TryEnter(long payloadBytes) => true;

    public void ReturnDispatch(long payloadBytes)
    {
    }

    public void ReturnPolicy(long payloadBytes)
    {
    }
}
