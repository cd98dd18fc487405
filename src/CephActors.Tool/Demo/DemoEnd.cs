using Akka.Actor;

namespace CephActors.Tool.Demo;

/// <summary>One of the two actor systems of the demonstration, with its messenger.</summary>
internal sealed class DemoEnd : IAsyncDisposable
{
    private DemoEnd(ActorSystem system, CephMessenger messenger)
    {
        System = system;
        Messenger = messenger;
    }

    public ActorSystem System { get; }

    public CephMessenger Messenger { get; }

    /// <summary>The session with the other end.</summary>
    public Connection Connection { get; private set; } = null!;

    public IActorRef Peer { get; private set; } = ActorRefs.Nobody;

    /// <summary>Starts a system whose messenger is the OSD with this number.</summary>
    public static DemoEnd Start(int number, bool verbose)
    {
        var system = ToolSystem.Start($"osd-{number}", $$"""
            ceph.messenger {
              name = "osd.{{number}}"
              policies.osd = "lossless-peer"
              initial-backoff = 10ms
              max-backoff = 500ms
              connection-ready-timeout = 5s
            }
            """, verbose);
        return new DemoEnd(system, system.CephMessenger());
    }

    /// <summary>Listens on a free port of the loopback interface and hands what arrives to a peer made like this.</summary>
    public async Task<EntityAddressVector> ListenAsync(Props peer)
    {
        Peer = System.ActorOf(peer, "peer");
        Messenger.AddDispatcherTail(Peer);
        return await Messenger.BindAsync(EntityAddress.Parse("v1:127.0.0.1:0/0")).ConfigureAwait(false);
    }

    /// <summary>Both ends connect, as OSDs do; one of the two attempts wins.</summary>
    public void ConnectTo(EntityAddressVector other)
    {
        Connection = Messenger.ConnectTo(other, EntityType.Osd);
        Peer.Tell(new StartSending(Connection));
    }

    public async ValueTask DisposeAsync() => await ToolSystem.StopAsync(System).ConfigureAwait(false);
}
