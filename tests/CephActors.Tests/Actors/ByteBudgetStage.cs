using System.Buffers;
using Akka.Streams;
using Akka.Streams.Stage;

namespace CephActors.Tests.Actors;

/// <summary>Passes a number of bytes on and then fails.</summary>
internal sealed class ByteBudgetStage : GraphStage<FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>>>
{
    private readonly long _bytes;
    private readonly Action _spent;
    private readonly Inlet<ReadOnlySequence<byte>> _in = new("Budget.in");
    private readonly Outlet<ReadOnlySequence<byte>> _out = new("Budget.out");

    public ByteBudgetStage(long bytes, Action spent)
    {
        _bytes = bytes;
        _spent = spent;
        Shape = new FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>>(_in, _out);
    }

    public override FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>> Shape { get; }

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this);

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly ByteBudgetStage _stage;
        private long _left;

        public Logic(ByteBudgetStage stage)
            : base(stage.Shape)
        {
            _stage = stage;
            _left = stage._bytes;
            SetHandlers(stage._in, stage._out, this);
        }

        public override void OnPush()
        {
            var bytes = Grab(_stage._in);
            bytes = bytes.Slice(0, Math.Min(_left, bytes.Length));
            _left -= bytes.Length;
            if (bytes.IsEmpty)
                Fail();
            else
                Push(_stage._out, bytes);
        }

        public override void OnPull()
        {
            if (_left > 0)
                Pull(_stage._in);
            else
                Fail();
        }

        private void Fail()
        {
            _stage._spent();
            FailStage(new IOException($"cut after {_stage._bytes} bytes"));
        }
    }
}
