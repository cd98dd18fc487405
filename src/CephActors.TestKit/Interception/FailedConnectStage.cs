using System.Buffers;
using Akka.Streams;
using Akka.Streams.Stage;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>An attempt to connect that fails without a socket.</summary>
internal sealed class FailedConnectStage(Exception reason)
    : GraphStageWithMaterializedValue<FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>>, Task<SocketInfo>>
{
    private readonly Exception _reason = reason;

    public override FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>> Shape { get; } =
        new(new Inlet<ReadOnlySequence<byte>>("FailedConnect.in"), new Outlet<ReadOnlySequence<byte>>("FailedConnect.out"));

    public override ILogicAndMaterializedValue<Task<SocketInfo>> CreateLogicAndMaterializedValue(Attributes inheritedAttributes) =>
        new LogicAndMaterializedValue<Task<SocketInfo>>(new Logic(this), Task.FromException<SocketInfo>(_reason));

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly FailedConnectStage _stage;

        public Logic(FailedConnectStage stage)
            : base(stage.Shape)
        {
            _stage = stage;
            SetHandlers(stage.Shape.Inlet, stage.Shape.Outlet, this);
        }

        public override void PreStart() => FailStage(_stage._reason);

        public override void OnPush()
        {
        }

        public override void OnPull()
        {
        }
    }
}
