using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Where a session machine can stand, finer than its state: the side it plays counts too.</summary>
public enum Place
{
    Fresh,
    Dialing,
    ConnectorBanner,
    ConnectorConnect,
    ConnectorSequence,
    ConnectorOpen,
    Backoff,
    Wait,
    Standby,
    AcceptorBanner,
    AcceptorConnect,
    AcceptorLookup,
    AcceptorSequence,
    AcceptorOpen,
    Replacing,
    Closed,
}

/// <summary>Which places exist under which policy, and how to get there.</summary>
internal static class Places
{
    public static readonly Policy[] Policies =
    [
        Policy.StatefulServer, Policy.StatelessRegisteredServer, Policy.StatelessServer, Policy.LosslessPeer,
        Policy.LosslessPeerReuse, Policy.LossyClient, Policy.LosslessClient,
    ];

    /// <summary>Every place under every policy that leads there, as theory data.</summary>
    public static TheoryData<Place, string> All
    {
        get
        {
            var data = new TheoryData<Place, string>();
            foreach (var policy in Policies)
                foreach (var place in Enum.GetValues<Place>().Where(p => Exists(p, policy)))
                    data.Add(place, policy.Name);
            return data;
        }
    }

    /// <summary>A lossy session dies where another one waits, stands by or takes a new socket.</summary>
    public static bool Exists(Place place, Policy policy) => place switch
    {
        Place.Wait or Place.Replacing => !policy.Lossy,
        Place.Standby => !policy.Lossy && (policy.Standby || policy.Server),
        Place.AcceptorLookup => policy.RegisterLossyClients,
        _ => true,
    };

    public static SessionProbe Reach(Place place, Policy policy) => Reach(place, new ProbeSetup { Policy = policy });

    public static SessionProbe Reach(Place place, ProbeSetup setup)
    {
        var probe = place is >= Place.AcceptorBanner and <= Place.Replacing || (place is Place.Standby && setup.Policy.Server)
            ? SessionProbe.Acceptor(setup)
            : SessionProbe.Connector(setup);
        Drive(probe, place);
        return probe;
    }

    private static void Drive(SessionProbe probe, Place place)
    {
        switch (place)
        {
            case Place.Fresh: break;
            case Place.Dialing: probe.Connect(); break;
            case Place.ConnectorBanner: Drive(probe, Place.Dialing); probe.SocketConnected(); break;
            case Place.ConnectorConnect: Drive(probe, Place.ConnectorBanner); probe.ServerHello(); break;
            case Place.ConnectorSequence: Drive(probe, Place.ConnectorConnect); probe.Granted(sequence: true); break;
            case Place.ConnectorOpen: Drive(probe, Place.ConnectorSequence); probe.Sequence(0); break;
            case Place.Wait: Drive(probe, Place.ConnectorConnect); probe.Reply(MessengerTag.Wait); break;
            case Place.Backoff:
                // A keepalive keeps a connection with nothing to send out of standby.
                Drive(probe, Place.Dialing);
                probe.Machine.KeepalivePending = true;
                probe.Lost();
                probe.Machine.KeepalivePending = false;
                break;
            case Place.Standby:
                Drive(probe, probe.Machine.Policy.Server ? Place.AcceptorOpen : Place.ConnectorOpen);
                probe.Lost();
                break;
            case Place.AcceptorBanner: probe.Accept(); break;
            case Place.AcceptorConnect: Drive(probe, Place.AcceptorBanner); probe.ClientHello(); break;
            case Place.AcceptorLookup: Drive(probe, Place.AcceptorConnect); probe.Request(); break;
            case Place.AcceptorSequence: Drive(probe, Place.AcceptorLookup); probe.NoExisting(); break;
            case Place.AcceptorOpen: Drive(probe, Place.AcceptorSequence); probe.Sequence(0); break;
            case Place.Replacing: Drive(probe, Place.AcceptorOpen); probe.Replace(); break;
            case Place.Closed: Drive(probe, Place.ConnectorOpen); probe.MarkDown(); break;
            default: throw new ArgumentOutOfRangeException(nameof(place), place, "Not a place.");
        }
    }
}
