using System.Buffers;
using Akka.Streams;
using Akka.Streams.Stage;
using CephActors.Framing;
using CephActors.Transport;

namespace CephActors.Streams;

/// <summary>
/// Cuts received bytes into frames: all whole frames of a chunk, up to a bound, become one batch. While the session has
/// not said what comes next, or the receive gate is shut, it keeps the rest of the chunk and does not pull another, so
/// the peer is held back by its socket. Frames before a violation are still handed on.
/// </summary>
internal sealed class DecoderStage : GraphStage<FlowShape<ReadOnlySequence<byte>, FrameBatch>>
{
    /// <param name="codec">The protocol.</param>
    /// <param name="port">Takes commands to the stage.</param>
    /// <param name="landing">Told where long payloads are collected, if upstream looks there.</param>
    public DecoderStage(FrameCodec codec, StagePort port, Landing? landing = null)
    {
        Landing = landing;
        Codec = codec;
        Port = port;
        Shape = new FlowShape<ReadOnlySequence<byte>, FrameBatch>(In, Out);
    }

    public Inlet<ReadOnlySequence<byte>> In { get; } = new("Decoder.in");

    public Outlet<FrameBatch> Out { get; } = new("Decoder.out");

    public FrameCodec Codec { get; }

    public StagePort Port { get; }

    public Landing? Landing { get; }

    public override FlowShape<ReadOnlySequence<byte>, FrameBatch> Shape { get; }

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new DecoderStageLogic(this);
}
