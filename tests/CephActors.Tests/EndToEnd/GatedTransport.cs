using System.Buffers;
using System.Net;
using Akka.Streams.Dsl;
using CephActors.Transport;

namespace CephActors.Tests.EndToEnd;

/// <summary>Another transport whose sockets stop at the bytes a test names, until it lets them go on or breaks them.</summary>
internal sealed class GatedTransport(ByteTransport inner) : ByteTransport
{
    private readonly Lock _lock = new();
    private readonly List<GatedSocket> _dialled = [];
    private readonly List<GatedSocket> _accepted = [];

    /// <summary>Told of each socket before a byte goes through it, to set its gates.</summary>
    public Action<GatedSocket>? Opening { get; set; }

    /// <summary>Sockets of this side's attempts, in order.</summary>
    public IReadOnlyList<GatedSocket> Dialled => Copy(_dialled);

    /// <summary>Sockets this side accepted, in order.</summary>
    public IReadOnlyList<GatedSocket> Accepted => Copy(_accepted);

    public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(IPEndPoint remote, SocketSettings settings) =>
        Through(inner.Connect(remote, settings), _dialled);

    public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
        inner.Bind(local, settings).Select(socket => socket with { Flow = Through(socket.Flow, _accepted) });

    private Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> Through<T>(
        Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> flow, List<GatedSocket> sockets)
    {
        GatedSocket socket;
        lock (_lock)
        {
            socket = new GatedSocket(sockets == _dialled, sockets.Count);
            Opening?.Invoke(socket);
            sockets.Add(socket);
        }

        return Flow.Create<ReadOnlySequence<byte>>()
            .Via(new ByteGateStage(socket.Outgoing))
            .ViaMaterialized(flow, Keep.Right)
            .Via(new ByteGateStage(socket.Incoming));
    }

    private GatedSocket[] Copy(List<GatedSocket> sockets)
    {
        lock (_lock)
            return [.. sockets];
    }
}

/// <summary>One socket of a <see cref="GatedTransport"/>: who opened it, and as how manieth of its kind, from 0.</summary>
internal sealed record GatedSocket(bool IsDialled, int Index)
{
    public ByteGate Outgoing { get; } = new();

    public ByteGate Incoming { get; } = new();

    /// <summary>Breaks the socket; both sides see a reset.</summary>
    public void Fail()
    {
        Outgoing.Fail();
        Incoming.Fail();
    }
}
