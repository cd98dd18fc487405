using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CephActors.Transport;

/// <summary>Two buffers that one receive fills, the place of a payload and a slab for what comes behind it, as one sequence.</summary>
internal sealed class LandedPair
{
    private readonly ArraySegment<byte>[] _buffers = new ArraySegment<byte>[2];
    private readonly Link _first = new();
    private readonly Link _second = new();

    /// <summary>Receives into the first and then the second; both lie in arrays.</summary>
    public int Receive(Socket socket, Memory<byte> first, Memory<byte> second, out SocketError error)
    {
        _buffers[0] = ArrayOf(first);
        _buffers[1] = ArrayOf(second);
        return socket.Receive(_buffers, SocketFlags.None, out error);
    }

    /// <summary>What was received last; valid until the next receive.</summary>
    public ReadOnlySequence<byte> ToSequence(int count)
    {
        var first = _buffers[0];
        if (count <= first.Count)
            return new ReadOnlySequence<byte>(first.Array!, first.Offset, count);
        _first.Set(first, 0, _second);
        _second.Set(_buffers[1], first.Count, null);
        return new ReadOnlySequence<byte>(_first, 0, _second, count - first.Count);
    }

    private static ArraySegment<byte> ArrayOf(Memory<byte> memory) =>
        MemoryMarshal.TryGetArray<byte>(memory, out var array)
            ? array
            : throw new InvalidOperationException("Payloads are collected in arrays.");

    private sealed class Link : ReadOnlySequenceSegment<byte>
    {
        public void Set(ArraySegment<byte> memory, long runningIndex, Link? next)
        {
            Memory = memory;
            RunningIndex = runningIndex;
            Next = next;
        }
    }
}
