using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Akka.Streams;
using Akka.Streams.Stage;

namespace CephActors.Transport;

/// <summary>One socket of the operating system as a flow; it connects first if it was not accepted.</summary>
internal sealed class SocketStage : GraphStageWithMaterializedValue<
    FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>>, Task<SocketInfo>>
{
    private readonly Socket? _accepted;
    private int _materialized;

    public SocketStage(IPEndPoint remote, SocketSettings settings, EpollDriver? driver)
    {
        Driver = driver;
        Remote = remote;
        Settings = settings;
        Shape = new FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>>(In, Out);
    }

    public SocketStage(Socket accepted, IPEndPoint remote, SocketSettings settings, EpollDriver? driver)
        : this(remote, settings, driver) => _accepted = accepted;

    public Inlet<ReadOnlySequence<byte>> In { get; } = new("Socket.in");

    public Outlet<ReadOnlySequence<byte>> Out { get; } = new("Socket.out");

    public IPEndPoint Remote { get; }

    public SocketSettings Settings { get; }

    /// <summary>What waits for the socket; null to leave that to the runtime.</summary>
    public EpollDriver? Driver { get; }

    public override FlowShape<ReadOnlySequence<byte>, ReadOnlySequence<byte>> Shape { get; }

    public override ILogicAndMaterializedValue<Task<SocketInfo>> CreateLogicAndMaterializedValue(
        Attributes inheritedAttributes)
    {
        if (_accepted is not null && Interlocked.Exchange(ref _materialized, 1) != 0)
            throw new InvalidOperationException("An accepted socket can be materialized only once.");
        var logic = new SocketStageLogic(this, _accepted, inheritedAttributes.GetAttribute<Landing>(null));
        return new LogicAndMaterializedValue<Task<SocketInfo>>(logic, logic.Established);
    }
}
