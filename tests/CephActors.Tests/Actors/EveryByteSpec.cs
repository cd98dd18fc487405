using System.Buffers;
using System.Net;
using Akka.Streams.Dsl;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>A short conversation is cut after every single byte of either direction, and has to end as if nothing had happened.</summary>
public sealed class EveryByteSpec(ITestOutputHelper output) : MessengerTest(output, settings: """
    akka.loglevel = WARNING
    ceph.messenger { initial-backoff = 1ms, max-backoff = 10ms }
    """)
{
    private const int Messages = 3;

    [Theory]
    [InlineData("lossless-peer", "lossless-peer", true)]
    [InlineData("lossless-peer", "lossless-peer", false)]
    [InlineData("lossless-client", "stateful-server", true)]
    [InlineData("lossless-client", "stateful-server", false)]
    public async Task Conversation_should_be_whole_when_its_first_socket_is_cut_after_any_byte(string connecting, string accepting, bool atAcceptor)
    {
        var n = 0;
        var wasCut = true;
        for (; wasCut; n++)
        {
            var transport = new BudgetTransport(Network, n, atAcceptor);
            try
            {
                wasCut = await ConverseAsync(transport, connecting, accepting);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"cut after {n} bytes", e);
            }
        }

        // Banner, addresses, connect, numbers and messages all lie in it.
        Assert.InRange(n, 400, 2000);
    }

    private async Task<bool> ConverseAsync(BudgetTransport transport, string connecting, string accepting)
    {
        var server = CreateMessenger("osd.2", $"default-policy = {accepting}", transport);
        var echo = new Echo();
        server.AddFastDispatcherHead(echo);
        var addresses = await server.BindAsync(AnyPort).WaitAsync(Patience);
        var client = CreateMessenger("osd.1", $"default-policy = {connecting}", transport);
        var answers = new Collector(Messages);
        client.AddFastDispatcherHead(answers);
        await client.BindAsync(AnyPort).WaitAsync(Patience);
        var connection = client.ConnectTo(addresses, EntityType.Osd);
        for (var i = 1; i <= Messages; i++)
            connection.Send(Ping((ulong)i, size: i * 20));
        await answers.Complete.WaitAsync(Patience);

        // What was replayed needlessly would come before the answer to one more.
        answers.Expect(Messages + 1);
        connection.Send(Ping(Messages + 1));
        await answers.Complete.WaitAsync(Patience);
        Assert.Equal([1ul, 2, 3, 4], answers.Tids);
        Assert.Equal([1ul, 2, 3, 4], echo.Tids);
        Assert.False(connection.IsClosed);
        await Task.WhenAll(client.ShutdownAsync(), server.ShutdownAsync()).WaitAsync(Patience);
        return transport.WasCut;
    }

    private sealed class Echo : Collector
    {
        public Echo()
            : base(Messages)
        {
        }

        protected override void On(Connection connection, CephMessage message) => connection.Send(Ping(message.Tid, size: 10));
    }

    private class Collector(int count) : IFastDispatcher
    {
        private TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<ulong> _tids = [];

        public Task Complete => _complete.Task;

        public IReadOnlyList<ulong> Tids
        {
            get
            {
                lock (_tids)
                    return [.. _tids];
            }
        }

        public void Expect(int more)
        {
            lock (_tids)
            {
                count = more;
                _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        public bool CanFastDispatch(MessageType type) => true;

        public void FastDispatch(Connection connection, CephMessage message)
        {
            On(connection, message);
            lock (_tids)
            {
                _tids.Add(message.Tid);
                if (_tids.Count == count)
                    _complete.TrySetResult();
            }
        }

        protected virtual void On(Connection connection, CephMessage message)
        {
        }
    }

    /// <summary>Cuts the first socket when one of its ends has received so many bytes.</summary>
    private sealed class BudgetTransport(ByteTransport inner, long bytes, bool atAcceptor) : ByteTransport
    {
        private int _sockets;
        private volatile bool _wasCut;

        public bool WasCut => _wasCut;

        public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(IPEndPoint remote, SocketSettings settings) =>
            atAcceptor ? inner.Connect(remote, settings) : Limit(inner.Connect(remote, settings));

        public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
            atAcceptor ? inner.Bind(local, settings).Select(s => s with { Flow = Limit(s.Flow) }) : inner.Bind(local, settings);

        private Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> Limit<T>(Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> flow) =>
            Interlocked.Increment(ref _sockets) > 1 ? flow : flow.Via(new ByteBudgetStage(bytes, () => _wasCut = true));
    }
}
