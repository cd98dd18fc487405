using Akka.Actor;
using Akka.Configuration;
using CephActors;

namespace OsdNode;

/// <summary>A stand-in for an OSD: its messengers and their dispatchers, in an actor system of its own.</summary>
internal sealed class Node
{
    private const uint MapEpoch = 1;

    private static readonly EntityAddress AnyPort = EntityAddress.Parse("any:127.0.0.1:0");
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly ActorSystem _system;

    private Node(ActorSystem system, NodeAddresses addresses)
    {
        _system = system;
        Addresses = addresses;
    }

    /// <summary>Where it is met.</summary>
    public NodeAddresses Addresses { get; }

    /// <summary>Starts it; every server of it listens when this returns.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="fsid">The cluster's id; heartbeats of others are dropped.</param>
    public static async Task<Node> StartAsync(int id, Guid fsid)
    {
        using var text = new StreamReader(typeof(Node).Assembly.GetManifestResourceStream("osd.conf")!);
        var system = ActorSystem.Create($"osd-{id}", ConfigurationFactory.ParseString((await text.ReadToEndAsync()).Replace("NAME", $"osd.{id}")));

        // Clients and equals are answered pings; a real OSD does its work here.
        var service = system.ActorOf<Service>("service");
        system.CephMessenger("public").AddDispatcherTail(service, Service.Options);
        system.CephMessenger("cluster").AddDispatcherTail(service, Service.Options);
        system.CephMessenger("objecter").AddDispatcherTail(service, Service.Options);

        // Heartbeats are answered where they are read: a busy OSD must not look like a dead one.
        var answers = new HeartbeatAnswers(fsid);
        foreach (var server in new[] { "hb-front-server", "hb-back-server" })
        {
            system.CephMessenger(server).AddFastDispatcherTail(answers);
            system.CephMessenger(server).AddDispatcherTail(service, Service.Options);
        }

        return new Node(system, new NodeAddresses(
            id,
            await system.CephMessenger("public").BindAsync(AnyPort),
            await system.CephMessenger("cluster").BindAsync(AnyPort),
            await system.CephMessenger("hb-front-server").BindAsync(AnyPort),
            await system.CephMessenger("hb-back-server").BindAsync(AnyPort)));
    }

    /// <summary>Meets another OSD: opens a session for replication, and sends heartbeats until it fails.</summary>
    /// <param name="peer">The other.</param>
    /// <param name="told">Told of answers and of the failure.</param>
    /// <param name="fsid">The cluster of both.</param>
    public void Meet(NodeAddresses peer, IProgress<HeartbeatNews> told, Guid fsid)
    {
        _system.CephMessenger("cluster").SendTo(peer.Cluster, EntityType.Osd, new CephMessage(MessageType.Ping));
        _system.ActorOf(Props.Create(() => new Heartbeats(peer, fsid, Interval, Grace, told)), $"heartbeats-{peer.Id}");
    }

    /// <summary>Asks another OSD something as its client would.</summary>
    public void AskAsClient(NodeAddresses peer) =>
        _system.CephMessenger("objecter").SendTo(peer.Public, EntityType.Osd, new CephMessage(MessageType.Ping) { Tid = 1 });

    /// <summary>Reports an OSD that has failed to a monitor, which takes it to heart if both are in its OSD map. Ceph: <c>OSD::send_failures</c>.</summary>
    /// <param name="failed">Who has failed.</param>
    /// <param name="monitor">A monitor that wants no keys.</param>
    public async Task ReportAsync(NodeAddresses failed, EntityAddressVector monitor)
    {
        var messenger = _system.CephMessenger("public");
        await using var client = MonClient.Start(_system, messenger, new MonClientOptions
        {
            Monitors = [monitor],
            Name = new AuthEntityName(EntityType.Osd, $"{Addresses.Id}"),
            Methods = [AuthMethod.None],
        });
        var map = await client.GetMonMapAsync();
        messenger.SendTo(client.Monitor ?? monitor, EntityType.Mon, FailureReport.Of(map.Fsid, failed, MapEpoch, Grace));

        // On a lossy connection nothing is acknowledged, but an answer to what was sent later shows that it has arrived.
        (await client.CommandAsync("""{"prefix":"version"}""")).EnsureSuccess();
    }

    /// <summary>Ends it with all its messengers.</summary>
    public Task StopAsync() => CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);

    /// <summary>The dispatcher of everything that is no heartbeat: answers pings of clients.</summary>
    private sealed class Service : ReceiveActor
    {
        public static DispatcherOptions Options { get; } = new() { Types = [MessageType.Ping] };

        public Service()
        {
            Receive<MessageReceived>(
                received => received.Connection.Policy.Server,
                received => received.Connection.Send(new CephMessage(MessageType.Ping) { Tid = received.Message.Tid }));
            ReceiveAny(_ => { });
        }
    }
}
