using System.Buffers;

namespace CephActors.Framing;

/// <summary>A link in a chain of memory that can be used again for another chain.</summary>
internal sealed class BufferSegment : ReadOnlySequenceSegment<byte>
{
    /// <summary>Makes this the last link so far, behind <paramref name="previous"/> if there is one.</summary>
    public void Link(ReadOnlyMemory<byte> memory, BufferSegment? previous)
    {
        Memory = memory;
        Next = null;
        RunningIndex = 0;
        if (previous is not null)
        {
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }

    /// <summary>Lets go of the memory and the next link.</summary>
    public void Unlink()
    {
        Memory = default;
        Next = null;
        RunningIndex = 0;
    }
}
