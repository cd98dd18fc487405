using System.Buffers;
using Akka.Streams;
using Akka.Streams.Dsl;
using CephActors.Transport;

namespace CephActors.Tests.Transport;

/// <summary>A socket that a test drives by hand: what it offers is sent, what it pulls was received.</summary>
internal sealed class TestSocket
{
    private readonly ISourceQueueWithComplete<byte[]> _outgoing;
    private readonly ISinkQueue<byte[]> _incoming;
    private byte[] _unread = [];

    private TestSocket(ISourceQueueWithComplete<byte[]> outgoing, ISinkQueue<byte[]> incoming, Task<SocketInfo> info)
    {
        _outgoing = outgoing;
        _incoming = incoming;
        Info = info;
    }

    public Task<SocketInfo> Info { get; }

    public static TestSocket Open(
        Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> flow,
        IMaterializer materializer)
    {
        var ((outgoing, info), incoming) = Source.Queue<byte[]>(1, OverflowStrategy.Backpressure)
            .Select(bytes => new ReadOnlySequence<byte>(bytes))
            .ViaMaterialized(flow, Keep.Both)
            .Select(received => received.ToArray())
            .ToMaterialized(Sink.Queue<byte[]>().WithAttributes(Attributes.CreateInputBuffer(1, 1)), Keep.Both)
            .Run(materializer);
        return new TestSocket(outgoing, incoming, info);
    }

    public static TestSocket Open(IncomingSocket incoming, IMaterializer materializer) =>
        Open(incoming.Flow.MapMaterializedValue(_ => Task.FromResult(incoming.Info)), materializer);

    public Task Send(params byte[] bytes) => _outgoing.OfferAsync(bytes);

    public void Complete() => _outgoing.Complete();

    public void Fail(Exception reason) => _outgoing.Fail(reason);

    /// <summary>Ends when what was sent before <see cref="Complete"/> was taken; fails if the transport refused it.</summary>
    public Task Completion => _outgoing.WatchCompletionAsync();

    /// <summary>Exactly so many bytes, however they were cut.</summary>
    public async Task<byte[]> Receive(int count)
    {
        while (_unread.Length < count)
        {
            var chunk = await Next();
            Assert.True(chunk is not null, $"The peer closed after {_unread.Length} of {count} bytes.");
            _unread = [.. _unread, .. chunk];
        }

        var result = _unread[..count];
        _unread = _unread[count..];
        return result;
    }

    /// <summary>The next chunk; null at the end.</summary>
    public async Task<byte[]?> Next()
    {
        var pulled = await _incoming.PullAsync();
        return pulled.HasValue ? pulled.Value : null;
    }
}
