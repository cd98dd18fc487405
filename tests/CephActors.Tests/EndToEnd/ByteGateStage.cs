using System.Buffers;
using Akka.Streams;
using Akka.Streams.Stage;

namespace CephActors.Tests.EndToEnd;

/// <summary>Passes on what a gate lets through and keeps the rest until it does.</summary>
internal sealed class ByteGateStage : GraphStage<FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>>>
{
    private readonly ByteGate _gate;
    private readonly Inlet<ReadOnlySequence<byte>> _in = new("Gate.in");
    private readonly Outlet<ReadOnlySequence<byte>> _out = new("Gate.out");

    public ByteGateStage(ByteGate gate)
    {
        _gate = gate;
        Shape = new FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>>(_in, _out);
    }

    public override FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>> Shape { get; }

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this);

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly ByteGateStage _stage;
        private ReadOnlySequence<byte> _held;

        public Logic(ByteGateStage stage)
            : base(stage.Shape)
        {
            _stage = stage;
            SetHandlers(stage._in, stage._out, this);
        }

        public override void PreStart() => _stage._gate.Attach(GetAsyncCallback(Move));

        public override void PostStop() => _stage._gate.Attach(null);

        public override void OnPush()
        {
            _held = Grab(_stage._in);
            Move();
        }

        public override void OnPull()
        {
            if (!_held.IsEmpty)
                Move();
            else if (IsClosed(_stage._in))
                CompleteStage();
            else if (!HasBeenPulled(_stage._in))
                Pull(_stage._in);
        }

        public override void OnUpstreamFinish()
        {
            if (_held.IsEmpty)
                CompleteStage();
        }

        // The gate sees pieces in one part each, so that its copy is in order.
        private void Move()
        {
            if (_stage._gate.Take(default) is null)
                FailStage(new IOException("broken by the test"));
            else if (!_held.IsEmpty && IsAvailable(_stage._out))
                Pass(_held.First);
        }

        private void Pass(ReadOnlyMemory<byte> first)
        {
            if (_stage._gate.Take(first.Span) is not (> 0 and var count))
                return;
            var passed = _held.Slice(0, count);
            _held = _held.Slice(count);
            Push(_stage._out, passed);
            if (_held.IsEmpty && IsClosed(_stage._in))
                CompleteStage();
        }
    }
}
