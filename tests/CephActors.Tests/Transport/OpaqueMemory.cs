using System.Buffers;

namespace CephActors.Tests.Transport;

/// <summary>Memory that does not show the array behind it, like memory outside the managed heap.</summary>
internal sealed class OpaqueMemory(byte[] bytes) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => bytes;

    public override MemoryHandle Pin(int elementIndex = 0) => bytes.AsMemory(elementIndex).Pin();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
