using System.Net;
using CephActors.Framing;

namespace CephActors.Simulation;

/// <summary>Hosts, listeners and links. Every entity has a host of its own.</summary>
internal sealed class SimNetwork(World world)
{
    public const int Port = 6800;

    private const long SilentTimeout = 20_000_000;
    private static readonly IPAddress[] Hosts = [.. Enumerable.Range(0, 16).Select(i => new IPAddress([10, 0, 0, (byte)(10 + i)]))];

    private readonly List<SimLink> _links = [];

    public static IPAddress Host(int entity) => Hosts[entity];

    /// <summary>Faults of the sockets with these numbers.</summary>
    public Dictionary<int, List<Fault>> FaultsOfSockets { get; } = [];

    public int Dialled { get; private set; }

    public void Dial(SimSocket socket, SimMessenger from, IPEndPoint to)
    {
        var link = new SimLink(world, socket, Dialled++);
        socket.Attach(link, 0);
        if (FaultsOfSockets.TryGetValue(link.Number, out var faults))
        {
            foreach (var fault in faults)
            {
                if (fault is Fault.CutAtByte cut)
                    link.To(cut.ToAcceptor ? 1 : 0).Cut = (cut.Bytes, cut.LearnDialer, cut.LearnAcceptor);
                else if (fault is Fault.Strand strand)
                    link.To(1).Strand = strand;
            }
        }

        var entity = Array.IndexOf(Hosts, to.Address);
        world.Trace?.Invoke($"{link}: {socket.Owner} dials {world.NameOf(entity)}");
        world.After(world.Latency(), () => Arrive(link, from, entity, to.Port));
    }

    /// <summary>The acceptor's side is in use; false if the dialler has gone meanwhile.</summary>
    public bool Accepted(SimLink link, SimSocket socket)
    {
        socket.Attach(link, 1);
        link.Establish(socket);
        world.After(world.Latency(), link.Side(0).OnConnected);
        socket.OnConnected();
        return !link.IsBroken && !link.Side(0).HasEnded;
    }

    /// <summary>One of the links that carry bytes.</summary>
    public SimLink? Pick(int number)
    {
        _links.RemoveAll(l => l.IsBroken || l.Side(0).HasEnded);
        var open = _links.Where(l => l.IsEstablished).ToList();
        return open.Count == 0 ? null : open[number % open.Count];
    }

    private void Arrive(SimLink link, SimMessenger from, int entity, int port)
    {
        if (link.Side(0).HasEnded)
            return;
        var refusal = world.RefusalOf(entity);
        if (refusal is Refusal.None && world.Process(entity) is { IsAlive: true } messenger && messenger.ProtocolAt(port) is { } protocol)
        {
            _links.Add(link);
            var type = protocol is MessengerProtocol.V2 ? EntityAddressType.Msgr2 : EntityAddressType.Legacy;
            messenger.Accept(link, new EntityAddress(type, Host(from.Entity), 40_000 + link.Number, 0), port);
        }
        else if (refusal is Refusal.Silent)
        {
            world.After(SilentTimeout, () => link.Side(0).OnFailed("no answer to the connect"));
        }
        else
        {
            world.After(world.Latency(), () => link.Side(0).OnFailed("connection refused", refused: true));
        }
    }
}

/// <summary>How a host answers connects.</summary>
internal enum Refusal
{
    None,
    Refused,
    Silent,
}
