using System.Net;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.TestKit;
using CephActors.Framing;
using CephActors.Streams;
using CephActors.Transport;

namespace CephActors.Tests.Streams;

/// <summary>Two sockets, the probes that own them and the listener between them.</summary>
public abstract class SocketStreamHarness : StreamSpec
{
    private protected static readonly SocketSettings Settings = new();

    private TransportListener? _listener;
    private ISinkQueue<IncomingSocket>? _accepted;

    protected SocketStreamHarness()
    {
        Connector = CreateTestProbe();
        Acceptor = CreateTestProbe();
    }

    internal abstract ByteTransport Transport { get; }

    /// <summary>What both sockets speak.</summary>
    private protected FrameCodec Codec { get; init; } = Wire.Codec;

    /// <summary>Owns the connecting socket.</summary>
    protected TestProbe Connector { get; }

    /// <summary>Owns the accepted socket.</summary>
    protected TestProbe Acceptor { get; set; }

    private protected TransportListener Listener => _listener ?? throw new InvalidOperationException("Listen first.");

    public override async Task DisposeAsync()
    {
        await Unlisten();
        await base.DisposeAsync();
    }

    private protected static SocketEnd ExpectEnd(TestProbe probe, SocketStream socket)
    {
        var ended = (SocketTerminated)probe.FishForMessage(
            message =>
            {
                if (message is FramesReceived frames) frames.Socket.BatchDone(frames.Batch);
                return message is SocketTerminated;
            },
            Patience)!;
        Assert.Same(socket, ended.Socket);
        Assert.Same(socket.End, ended.End);
        return ended.End;
    }

    /// <summary>The next frames, in however many batches they come.</summary>
    private protected static List<IncomingFrame> Take(TestProbe probe, SocketStream socket, int count)
    {
        var frames = new List<IncomingFrame>();
        while (frames.Count < count)
        {
            var received = (FramesReceived)probe.FishForMessage(message => message is FramesReceived, Patience);
            frames.AddRange(received.Batch.Frames);
            socket.BatchDone(received.Batch);
        }

        Assert.Equal(count, frames.Count);
        return frames;
    }

    private protected async Task WriteWhenReady(SocketStream socket, OutgoingBatch batch)
    {
        await AwaitConditionAsync(() => Task.FromResult(socket.CanWrite), Patience, TimeSpan.FromMilliseconds(5));
        Assert.True(socket.Write(batch));
    }

    private protected void End(SocketStream client, SocketStream server)
    {
        client.Abort();
        Assert.Equal(SocketEndKind.Aborted, ExpectEnd(Connector, client).Kind);
        Assert.NotEqual(SocketEndKind.Aborted, ExpectEnd(Acceptor, server).Kind);
    }

    private protected async Task<(SocketStream Client, SocketStream Server)> OpenSession(IReceiveGate? gate = null)
    {
        var (client, server) = await Open();
        foreach (var socket in new[] { client, server })
        {
            socket.Expect(Expectation.Messages, Wire.Phase(gate));
            Assert.True(socket.Write(Wire.Batch(OutgoingFrame.Configure(Wire.Phase()))));
        }

        Connector.ExpectMsg<WriterReady>(Patience);
        Acceptor.ExpectMsg<WriterReady>(Patience);
        return (client, server);
    }

    private protected async Task<(SocketStream Client, SocketStream Server)> Open(bool connectedTaken = true)
    {
        await Listen();
        var client = SocketStream.Open(Transport, Listener.Local, Settings, Codec, Connector, 7, Materializer);
        var server = await AcceptNext();
        if (connectedTaken)
        {
            Connector.ExpectMsg<SocketConnected>(Patience);
            Acceptor.ExpectMsg<SocketConnected>(Patience);
        }

        return (client, server);
    }

    private protected async Task<SocketStream> AcceptNext()
    {
        var incoming = (await Soon(_accepted!.PullAsync())).Value;
        return SocketStream.Accept(incoming, Codec, Acceptor, 7, Materializer);
    }

    private protected async Task Listen()
    {
        if (_accepted is not null) return;
        var (listener, accepted) = Transport.Bind(new IPEndPoint(IPAddress.Loopback, 0), Settings)
            .ToMaterialized(Sink.Queue<IncomingSocket>().WithAttributes(Attributes.CreateInputBuffer(1, 1)), Keep.Both)
            .Run(Materializer);
        (_listener, _accepted) = (await Soon(listener), accepted);
    }

    private protected async Task Unlisten()
    {
        if (_accepted is not { } accepted) return;
        _accepted = null;
        var next = accepted.PullAsync();
        var unbound = Listener.UnbindAsync();
        while ((await Soon(next)) is { HasValue: true } left)
        {
            left.Value.Discard(Materializer);
            next = accepted.PullAsync();
        }

        await Soon(unbound);
    }
}
