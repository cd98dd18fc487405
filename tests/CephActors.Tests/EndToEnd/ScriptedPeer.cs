using System.Buffers;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using CephActors.Tests.Actors;
using CephActors.Transport;

namespace CephActors.Tests.EndToEnd;

/// <summary>
/// The other end of a socket, played byte by byte by a test. Its verbs are named so that a test reads like a transcript:
/// what is sent, what is expected. Knows the layout of frames and nothing of sessions.
/// </summary>
internal sealed partial class ScriptedPeer
{
    private readonly ISourceQueueWithComplete<ReadOnlySequence<byte>> _outgoing;
    private readonly ISinkQueue<byte[]> _incoming;
    private ReadOnlyMemory<byte> _rest;

    private ScriptedPeer(ISourceQueueWithComplete<ReadOnlySequence<byte>> outgoing, ISinkQueue<byte[]> incoming, SocketInfo info)
    {
        _outgoing = outgoing;
        _incoming = incoming;
        Info = info;
    }

    public SocketInfo Info { get; }

    public static async Task<ScriptedPeer> ConnectAsync(ActorSystem system, ByteTransport transport, EntityAddress target)
    {
        var flow = transport.Connect(target.ToEndPoint(), new SocketSettings());
        var ((outgoing, connected), incoming) = Source.Queue<ReadOnlySequence<byte>>(16, OverflowStrategy.Backpressure)
            .ViaMaterialized(flow, Keep.Both)
            .Select(bytes => bytes.ToArray())
            .ToMaterialized(Queue, Keep.Both)
            .Run(system.Materializer());
        return new ScriptedPeer(outgoing, incoming, await connected.WaitAsync(MessengerTest.Patience));
    }

    public static ScriptedPeer Accept(ActorSystem system, IncomingSocket socket)
    {
        var (outgoing, incoming) = Source.Queue<ReadOnlySequence<byte>>(16, OverflowStrategy.Backpressure)
            .Via(socket.Flow)
            .Select(bytes => bytes.ToArray())
            .ToMaterialized(Queue, Keep.Both)
            .Run(system.Materializer());
        return new ScriptedPeer(outgoing, incoming, socket.Info);
    }

    /// <summary>Sends bytes as one piece.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes) =>
        Assert.IsType<QueueOfferResult.Enqueued>(
            await _outgoing.OfferAsync(new ReadOnlySequence<byte>(bytes)).WaitAsync(MessengerTest.Patience));

    /// <summary>Waits for a number of bytes.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var filled = 0; filled < count;)
        {
            if (_rest.IsEmpty && !await FillAsync())
                throw new EndOfStreamException($"closed after {filled} of {count} bytes");
            var taken = Math.Min(_rest.Length, count - filled);
            _rest[..taken].CopyTo(bytes.AsMemory(filled));
            _rest = _rest[taken..];
            filled += taken;
        }

        return bytes;
    }

    /// <summary>Waits for exactly these bytes.</summary>
    public async Task ExpectAsync(ReadOnlyMemory<byte> bytes) =>
        Assert.Equal(Convert.ToHexString(bytes.Span), Convert.ToHexString(await ReadAsync(bytes.Length)));

    /// <summary>Waits until the other side has closed or reset the socket; it must say nothing more before.</summary>
    public async Task ExpectClosedAsync()
    {
        try
        {
            while (_rest.IsEmpty && await FillAsync())
            {
            }

            Assert.Equal("", Convert.ToHexString(_rest.Span));
        }
        catch (System.Net.Sockets.SocketException)
        {
            // A reset is an end as well.
        }
    }

    /// <summary>Reads and forgets until the other side has closed or reset the socket.</summary>
    public async Task DrainAsync()
    {
        try
        {
            while (await FillAsync())
            {
            }
        }
        catch (System.Net.Sockets.SocketException)
        {
            // A reset is an end as well.
        }
    }

    /// <summary>Sends a FIN behind everything sent so far.</summary>
    public void Close() => _outgoing.Complete();

    /// <summary>Resets the socket.</summary>
    public void Reset() => _outgoing.Fail(new IOException("reset by the script"));

    private static Sink<byte[], ISinkQueue<byte[]>> Queue =>
        Sink.Queue<byte[]>().WithAttributes(Attributes.CreateInputBuffer(1, 1));

    private async Task<bool> FillAsync()
    {
        var next = await _incoming.PullAsync().WaitAsync(MessengerTest.Patience);
        _rest = next.HasValue ? next.Value : default(ReadOnlyMemory<byte>);
        return next.HasValue;
    }
}
