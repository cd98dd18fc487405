using System.Buffers;

namespace CephActors.TestKit;

/// <summary>
/// Follows one socket from either end. Which protocol it speaks is told by the banner that this end sends, before which nothing
/// is read.
/// </summary>
internal sealed class FrameRecognizer
{
    private readonly bool _connector;
    private IFrameLane? _read;

    /// <param name="connector">Whether the end it is at dialled.</param>
    public FrameRecognizer(bool connector)
    {
        _connector = connector;
        Write = new Lane(this, IoDirection.Write);
        Read = new Lane(this, IoDirection.Read);
    }

    /// <summary>What this end sends.</summary>
    public IFrameLane Write { get; }

    /// <summary>What this end receives.</summary>
    public IFrameLane Read { get; }

    private IFrameLane Begin(in ReadOnlySequence<byte> banner)
    {
        if (V2Lane.IsBanner(banner))
        {
            var v2 = new V2Conversation();
            _read = new V2Lane(v2, IoDirection.Read);
            return new V2Lane(v2, IoDirection.Write);
        }

        var v1 = new V1FrameRecognizer(_connector);
        _read = v1.Read;
        return v1.Write;
    }

    private sealed class Lane(FrameRecognizer socket, IoDirection direction) : IFrameLane
    {
        private IFrameLane? _lane;

        public bool TryRead(ref ReadOnlySequence<byte> input, out RecognizedPart part)
        {
            part = default;
            if (input.IsEmpty)
                return false;
            _lane ??= direction is IoDirection.Write ? socket.Begin(input) : socket._read;
            return _lane is not null && _lane.TryRead(ref input, out part);
        }
    }
}
