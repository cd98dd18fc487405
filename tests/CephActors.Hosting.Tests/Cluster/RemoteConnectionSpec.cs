using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;

namespace CephActors.Hosting.Tests.Cluster;

/// <summary>A connection's handle on a node that is not its own.</summary>
public sealed class RemoteConnectionSpec : IAsyncLifetime
{
    private const string Settings = """
        akka { loglevel = ERROR, actor.provider = remote, remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 } }
        ceph.messenger.default-policy = lossless-peer
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ActorSystem _home = ActorSystem.Create("home", ConfigurationFactory.ParseString(Settings));
    private readonly ActorSystem _away = ActorSystem.Create("away", ConfigurationFactory.ParseString(Settings));

    private readonly Channel<MessageReceived> _arrived = Channel.CreateUnbounded<MessageReceived>();

    [Fact]
    public async Task Answer_of_another_node_should_leave_on_the_connection_of_this_one()
    {
        var (client, toService, received) = await ReceiveAwayAsync();
        var answer = client.ReceiveAllAsync().GetAsyncEnumerator();
        var next = answer.MoveNextAsync().AsTask();

        Assert.True(received.Connection.IsRemote);
        Assert.True(received.Connection.IsConnected);
        Assert.Equal(EntityType.Client, received.Connection.PeerType);
        Assert.Equal(Policy.LosslessPeer, received.Connection.Policy);
        for (ulong tid = 1; tid <= 3; tid++)
            Assert.Equal(SendResult.Accepted, received.Connection.Send(new CephMessage(MessageType.Ping) { Tid = tid }));

        for (ulong tid = 1; tid <= 3; tid++)
        {
            Assert.True(await next.WaitAsync(Patience));
            Assert.Equal((tid, toService), (answer.Current.Message.Tid, answer.Current.Connection));
            next = answer.MoveNextAsync().AsTask();
        }
    }

    [Fact]
    public async Task Handles_of_one_connection_should_be_equal_and_one_that_comes_home_the_connection_itself()
    {
        var (_, toService, received) = await ReceiveAwayAsync();
        toService.Send(new CephMessage(MessageType.Ping, "work"u8.ToArray()));
        var again = await ArrivedAsync();

        Assert.Equal(received.Connection, again.Connection);
        Assert.Equal(received.Connection.GetHashCode(), again.Connection.GetHashCode());
        Assert.NotSame(received.Connection, again.Connection);
        _home.ActorOf(Props.Create(() => new Keeper(_arrived.Writer)), "keeper");
        _away.ActorSelection($"{((ExtendedActorSystem)_home).Provider.DefaultAddress}/user/keeper").Tell(again);
        var home = await ArrivedAsync();
        Assert.False(home.Connection.IsRemote);
        Assert.Equal(EntityType.Client, home.Connection.PeerType);
    }

    [Fact]
    public async Task Connection_should_be_marked_down_from_another_node()
    {
        var (client, toService, received) = await ReceiveAwayAsync();
        client.SetDefaultPolicy(Policy.LossyClient);

        received.Connection.MarkDown();

        Assert.Equal(SendResult.Closed, received.Connection.Send(new CephMessage(MessageType.Ping)));
        CephMessenger service = _home.CephMessenger("service");
        using var patience = new CancellationTokenSource(Patience);
        while (service.Connections.Any(c => c.PeerAddresses == client.OwnAddresses && c.IsConnected))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.False(toService.IsClosed);
    }

    [Fact]
    public async Task Ask_should_be_refused_on_another_node_with_the_way_out()
    {
        var (_, _, received) = await ReceiveAwayAsync();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => received.Connection.Ask(new CephMessage(MessageType.Ping), Patience));
        Assert.Contains("ask on that node", refused.Message, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Task.WhenAll(_home.Terminate(), _away.Terminate()).WaitAsync(Patience);

    private Task<MessageReceived> ArrivedAsync() => _arrived.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>A message that a messenger at home received, as it is on the other node.</summary>
    private async Task<(CephMessenger Client, Connection ToService, MessageReceived Received)> ReceiveAwayAsync()
    {
        _away.AddCephSerialization();
        _away.ActorOf(Props.Create(() => new Keeper(_arrived.Writer)), "keeper");
        var path = $"{((ExtendedActorSystem)_away).Provider.DefaultAddress}/user/keeper";
        var service = Messenger(_home, "service", "osd.1");
        service.AddDispatcherTail(_home.ActorOf(Props.Create(() => new Forwarder(path))), new DispatcherOptions { Events = false });
        var addresses = await service.BindAsync(EntityAddress.Parse("v1:127.0.0.1:0")).WaitAsync(Patience);
        var client = Messenger(_home, "client", "client.1");
        var toService = client.ConnectTo(addresses, EntityType.Osd);
        toService.Send(new CephMessage(MessageType.Ping, "work"u8.ToArray()) { Tid = 4 });
        var received = await ArrivedAsync();
        Assert.Equal((4ul, EntityName.Client(1)), (received.Message.Tid, received.Message.Source));
        return (client, toService, received);
    }

    private static CephMessenger Messenger(ActorSystem system, string name, string entity)
    {
        system.Settings.InjectTopLevelFallback(ConfigurationFactory.ParseString($"ceph.messengers.{name}.name = {entity}"));
        return system.CephMessenger(name);
    }

    private sealed class Keeper : ReceiveActor
    {
        public Keeper(ChannelWriter<MessageReceived> writer) => Receive<MessageReceived>(m => writer.TryWrite(m));
    }

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(string path) => Receive<MessageReceived>(m => Context.ActorSelection(path).Tell(m));
    }
}
