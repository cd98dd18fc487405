using System.Buffers;

namespace CephActors.TestKit;

/// <summary>One direction of a socket, followed by an onlooker. Bytes go through it unchanged.</summary>
internal interface IFrameLane
{
    /// <summary>Takes the next part off the front; false if there is nothing to hand on yet.</summary>
    public bool TryRead(ref ReadOnlySequence<byte> input, out RecognizedPart part);
}
