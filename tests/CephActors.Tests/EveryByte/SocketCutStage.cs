using System.Buffers;
using Akka.Streams;
using Akka.Streams.Stage;

namespace CephActors.Tests.EveryByte;

/// <summary>Delivers one direction of a socket as far as its <see cref="SocketCut"/> allows, and fails when that breaks.</summary>
internal sealed class SocketCutStage : GraphStage<FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>>>
{
    private readonly SocketCut _cut;
    private readonly bool _isToServer;
    private readonly Inlet<ReadOnlySequence<byte>> _in = new("Cut.in");
    private readonly Outlet<ReadOnlySequence<byte>> _out = new("Cut.out");

    public SocketCutStage(SocketCut cut, bool isToServer)
    {
        _cut = cut;
        _isToServer = isToServer;
        Shape = new FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>>(_in, _out);
    }

    public override FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>> Shape { get; }

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this);

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly SocketCutStage _stage;

        public Logic(SocketCutStage stage)
            : base(stage.Shape)
        {
            _stage = stage;
            SetHandlers(stage._in, stage._out, this);
        }

        public override void PreStart() => _stage._cut.Attach(GetAsyncCallback(() => FailStage(new IOException("cut by the test"))));

        public override void OnPush()
        {
            var bytes = Grab(_stage._in);
            Push(_stage._out, bytes.Slice(0, _stage._cut.Take(_stage._isToServer, (int)bytes.Length)));
        }

        public override void OnPull()
        {
            if (!_stage._cut.IsSpent(_stage._isToServer))
                Pull(_stage._in);
        }
    }
}
