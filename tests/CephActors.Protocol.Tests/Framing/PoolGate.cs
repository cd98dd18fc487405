namespace CephActors.Protocol.Tests.Framing;

/// <summary>A gate that lets everything in and whose pools are in use.</summary>
internal sealed class PoolGate : IReceiveGate
{
    public PoolGate(long capacity)
    {
        Payloads = new PayloadPool(capacity);
        Payloads.Use();
    }

    public PayloadPool Payloads { get; }

    public MessagePool Messages { get; } = new();

    public int Dispatch { get; private set; }

    public int Policy { get; private set; }

    PayloadPool? IReceiveGate.Payloads => Payloads;

    MessagePool? IReceiveGate.Messages => Messages;

    public bool TryEnter(long payloadBytes) => true;

    public void ReturnDispatch(long payloadBytes) => Dispatch++;

    public void ReturnPolicy(long payloadBytes) => Policy++;
}
