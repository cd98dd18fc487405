using Akka.Actor;
using CephActors.Tests.Actors;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.Synthetic;

/// <summary>
/// Connections are marked down from inside a dispatcher that holds its own lock, which its reset handler wants too. Where Ceph's
/// test sleeps with the lock held, this one spins. Ceph: <c>src/test/msgr/test_msgr.cc</c>, <c>MarkdownTest</c>.
/// </summary>
public sealed class MarkdownSpec(ITestOutputHelper output) : MessengerTest(output, settings: "akka.loglevel = WARNING")
{
    private const int Rounds = 1000;
    private const int MaxStandstill = 3;

    [Fact]
    public Task MarkdownTest_should_make_progress_when_a_dispatcher_marks_down_with_its_lock_held() => RunAsync(AnyPort);

    [Fact]
    public Task MarkdownTest_should_make_progress_over_v2_when_a_dispatcher_marks_down_with_its_lock_held() => RunAsync(AnyV2Port);

    [Theory]
    [InlineData("2.0 crc")]
    [InlineData("2.0 secure")]
    [InlineData("2.1 secure")]
    public Task MarkdownTest_should_make_progress_in_each_form_of_v2(string form) => RunAsync(AnyV2Port, V2Form.Parse(form), rounds: 100);

    private Task RunAsync(EntityAddress anyPort) => RunAsync(anyPort, V2Form.Usual, Rounds);

    private async Task RunAsync(EntityAddress anyPort, V2Form form, int rounds)
    {
        var shared = new Shared();
        var servers = new List<CephMessenger>();
        for (var i = 0; i < 2; i++)
        {
            var server = CreateMessenger("osd.0", $"{form.Settings}\ndefault-policy = stateless-server\nnonce = 7", new SocketTransport());
            form.Equip(server, Sys);
            server.AddDispatcherTail(Sys.ActorOf(Props.Create(() => new Dispatcher(shared))));
            await server.BindAsync(anyPort).WaitAsync(Patience);
            servers.Add(server);
        }

        var client = CreateMessenger("client.-1", $"{form.Settings}\ndefault-policy = lossy-client", new SocketTransport());
        form.Equip(client, Sys);
        client.AddDispatcherTail(Sys.ActorOf(Akka.TestKit.TestActors.BlackHoleActor.Props));
        var standstill = 0;
        for (var round = 0; round < rounds; round++)
        {
            var before = shared.Count;
            var used = servers.ConvertAll(s => client.ConnectTo(s.OwnAddresses, EntityType.Osd));
            used.ForEach(c => c.Send(new CephMessage(MessageType.Ping)));

            // Each arrives, or met a connection that the server has marked down, and its end becomes known here.
            await UntilAsync(() => shared.Count - before + used.Count(c => c.IsClosed) >= used.Count);
            standstill = shared.Count == before ? standstill + 1 : 0;
            Assert.InRange(standstill, 0, MaxStandstill);
        }

        Output.WriteLine($"{shared.Count} of {2 * rounds} messages arrived, {shared.MarkedDown} connections were marked down");
        Assert.InRange(shared.MarkedDown, 10, int.MaxValue);
    }

    /// <summary>What both servers' dispatchers share.</summary>
    private sealed class Shared
    {
        private readonly Lock _lock = new();
        private readonly HashSet<Connection> _connections = [];
        private readonly Random _random = new(20154);
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public int MarkedDown { get; private set; }

        public void Dispatch(Connection connection)
        {
            lock (_lock)
            {
                _connections.Add(connection);
                if (_connections.FirstOrDefault(c => c != connection) is { } other)
                {
                    Dawdle();
                    other.MarkDown();
                    _connections.Remove(other);
                    MarkedDown++;
                }
            }

            Interlocked.Increment(ref _count);
        }

        public void Reset(Connection connection)
        {
            lock (_lock)
            {
                Dawdle();
                _connections.Remove(connection);
            }
        }

        private void Dawdle() => Thread.SpinWait(_random.Next(5000));
    }

    private sealed class Dispatcher : ReceiveActor
    {
        public Dispatcher(Shared shared)
        {
            Receive<MessageReceived>(m => shared.Dispatch(m.Connection));
            Receive<ConnectionReset>(e => shared.Reset(e.Connection));
        }
    }
}
