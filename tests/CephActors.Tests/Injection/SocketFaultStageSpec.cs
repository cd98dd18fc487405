using CephActors.Framing;
using CephActors.Injection;
using CephActors.Streams;
using CephActors.TestKit;
using CephActors.Tests.Streams;
using CephActors.Transport;

namespace CephActors.Tests.Injection;

public sealed class SocketFaultStageOverInMemorySpec : SocketFaultStageSpec
{
    private protected override ByteTransport Inner { get; } = new InMemoryTransport();
}

public sealed class SocketFaultStageOverSocketSpec : SocketFaultStageSpec
{
    private protected override ByteTransport Inner { get; } = new SocketTransport();
}

/// <summary>A socket that breaks where it is told to. That the streams of both ends are gone is checked at the end of each.</summary>
public abstract class SocketFaultStageSpec : SocketStreamHarness
{
    private readonly FaultSwitch _faults = new(FaultInjection.None);
    private InjectingTransport? _transport;

    internal override ByteTransport Transport => _transport ??= new InjectingTransport(Inner, _faults);

    private protected abstract ByteTransport Inner { get; }

    [Fact]
    public async Task Socket_should_be_shut_down_when_it_would_write()
    {
        var (client, server) = await OpenSession();
        _faults.Set(new FaultInjection { SocketFailures = 1 });
        Assert.True(client.Write(Wire.Batch(Wire.Frame(1))));

        Assert.Contains("injected", ExpectEnd(Connector, client).Reason, StringComparison.Ordinal);
        ExpectEnd(Acceptor, server);
        Assert.False(client.Write(Wire.Batch(Wire.Frame(2))));
    }

    [Fact]
    public async Task Socket_should_be_shut_down_when_it_would_read_on()
    {
        await Listen();
        var plain = SocketStream.Open(Inner, Listener.Local, Settings, Wire.Codec, Connector, 7, Materializer);
        var watched = await AcceptNext();
        watched.Expect(Expectation.Messages, Wire.Phase());
        Assert.True(plain.Write(Wire.Batch(OutgoingFrame.Configure(Wire.Phase()), Wire.Frame(1))));
        Take(Acceptor, watched, 1);
        _faults.Set(new FaultInjection { SocketFailures = 1 });

        // It waits for these bytes already; the next time it asks there are none.
        await WriteWhenReady(plain, Wire.Batch(Wire.Frame(2)));
        Assert.Contains("injected", ExpectEnd(Acceptor, watched).Reason, StringComparison.Ordinal);
        ExpectEnd(Connector, plain);
    }

    [Fact]
    public async Task Socket_should_be_reset_when_it_breaks_while_it_sends()
    {
        var (client, server) = await Open();
        client.Expect(Expectation.Messages, Wire.Phase());
        Assert.True(client.Write(Wire.Batch(OutgoingFrame.Configure(Wire.Phase()))));
        Assert.True(server.Write(Wire.Batch(OutgoingFrame.Configure(Wire.Phase()))));
        Acceptor.ExpectMsg<WriterReady>(Patience);

        // The server reads one chunk and no more: this stays under way.
        await WriteWhenReady(client, Wire.Batch(Wire.Frame(1, data: 30_000_000)));
        _faults.Set(new FaultInjection { SocketFailures = 2, Seed = 1 });
        for (ulong seq = 1; !server.IsTerminated && !client.IsTerminated; seq++)
        {
            if (server.Write(Wire.Batch(Wire.Frame(seq))))
                continue;
            await AwaitConditionAsync(() => Task.FromResult(server.CanWrite || server.IsTerminated || client.IsTerminated), Patience, TimeSpan.FromMilliseconds(5));
        }

        _faults.Set(FaultInjection.None);
        server.Expect(Expectation.Messages, Wire.Phase());
        ExpectEnd(Connector, client);
        ExpectEnd(Acceptor, server);
    }

    [Fact]
    public async Task Messages_should_all_arrive_when_the_network_is_congested()
    {
        var (client, server) = await OpenSession();
        _faults.Set(new FaultInjection { NetworkCongestion = 5, Seed = 1 });
        for (ulong seq = 1; seq <= 10; seq++)
        {
            await WriteWhenReady(client, Wire.Batch(Wire.Frame(seq, data: 100_000)));
            Assert.Equal(seq, Take(Acceptor, server, 1)[0].Message!.Seq);
        }

        End(client, server);
    }
}
