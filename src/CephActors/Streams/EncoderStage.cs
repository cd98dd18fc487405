using System.Buffers;
using Akka.Streams;
using Akka.Streams.Stage;
using CephActors.Framing;

namespace CephActors.Streams;

/// <summary>
/// Encodes each batch into one sequence. The buffers are used again when downstream pulls, which is also the earliest
/// moment at which the stage completes.
/// </summary>
internal sealed class EncoderStage : GraphStage<FlowShape<OutgoingBatch, ReadOnlySequence<byte>>>
{
    private readonly FrameCodec _codec;
    private readonly Inlet<OutgoingBatch> _in = new("Encoder.in");
    private readonly Outlet<ReadOnlySequence<byte>> _out = new("Encoder.out");

    public EncoderStage(FrameCodec codec)
    {
        _codec = codec;
        Shape = new FlowShape<OutgoingBatch, ReadOnlySequence<byte>>(_in, _out);
    }

    public override FlowShape<OutgoingBatch, ReadOnlySequence<byte>> Shape { get; }

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this);

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly EncoderStage _stage;
        private readonly IFrameEncoder _encoder;
        private readonly FrameBuffer _buffer;
        private bool _lent;

        public Logic(EncoderStage stage)
            : base(stage.Shape)
        {
            _stage = stage;
            _encoder = stage._codec.CreateEncoder();
            _buffer = new FrameBuffer(stage._codec.Options.GatherThreshold);
            SetHandlers(stage._in, stage._out, this);
        }

        public override void PostStop()
        {
            // In a stream that is torn down a send may still read the buffers; they are left to the garbage collector.
            if (!_lent) _buffer.Reset();
            _encoder.Abandon();
        }

        public override void OnPush()
        {
            var batch = Grab(_stage._in);
            foreach (ref readonly var frame in batch.Frames)
                _encoder.Encode(frame, _buffer);
            batch.Return();
            if (_buffer.Length > 0)
            {
                _lent = true;
                Push(_stage._out, _buffer.ToSequence());
            }
            else if (!IsClosed(_stage._in))
            {
                Pull(_stage._in);
            }
        }

        public override void OnPull()
        {
            TakeBack();
            if (IsClosed(_stage._in))
                CompleteStage();
            else
                Pull(_stage._in);
        }

        public override void OnUpstreamFinish()
        {
            if (!_lent) CompleteStage();
        }

        public override void OnDownstreamFinish(Exception cause)
        {
            TakeBack();
            base.OnDownstreamFinish(cause);
        }

        private void TakeBack()
        {
            if (!_lent) return;
            _lent = false;
            _buffer.Reset();
        }
    }
}
