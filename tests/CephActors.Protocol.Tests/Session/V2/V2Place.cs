using CephActors.Auth;
using CephActors.Framing.V2;
using CephActors.Session.V2;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>Where a session machine over v2 can stand, finer than its state: the side it plays counts too.</summary>
public enum V2Place
{
    Fresh,
    Dialing,
    ConnectorBanner,
    ConnectorHello,
    ConnectorAuth,
    ConnectorSignature,
    ConnectorIdent,
    ConnectorOpen,
    ConnectorReconnect,
    Backoff,
    Wait,
    Standby,
    AcceptorBanner,
    AcceptorHello,
    AcceptorAuth,
    AcceptorSignature,
    AcceptorIdent,
    AcceptorLookup,
    AcceptorAnswer,
    AcceptorOpen,
    Replacing,
    Closed,
}

/// <summary>Which places exist under which policy, and how to get there.</summary>
internal static class V2Places
{
    /// <summary>Every place under every policy that leads there, as theory data.</summary>
    public static TheoryData<V2Place, string> All
    {
        get
        {
            var data = new TheoryData<V2Place, string>();
            foreach (var policy in Places.Policies)
                foreach (var place in Enum.GetValues<V2Place>().Where(p => Exists(p, policy)))
                    data.Add(place, policy.Name);
            return data;
        }
    }

    /// <summary>A lossy session dies where another one goes on, waits, stands by or takes a new socket.</summary>
    public static bool Exists(V2Place place, Policy policy) => place switch
    {
        V2Place.Wait or V2Place.Replacing => !policy.Lossy,
        V2Place.ConnectorReconnect => policy is { Lossy: false, Server: false },
        V2Place.Standby => !policy.Lossy && (policy.Standby || policy.Server),
        V2Place.AcceptorLookup => policy.RegisterLossyClients,
        _ => true,
    };

    public static V2Probe Reach(V2Place place, Policy policy) => Reach(place, new V2Setup { Policy = policy });

    public static V2Probe Reach(V2Place place, V2Setup setup)
    {
        var probe = place is >= V2Place.AcceptorBanner and <= V2Place.Replacing || (place is V2Place.Standby && setup.Policy.Server)
            ? V2Probe.Acceptor(setup)
            : V2Probe.Connector(setup);
        Drive(probe, place);
        return probe;
    }

    /// <summary>From a socket to the step that waits for an ident or its answer.</summary>
    public static V2Probe Shake(V2Probe probe) =>
        probe.SocketConnected().Hear(Banner.Own).HearHello().HearAuthDone().HearSignature();

    private static void Drive(V2Probe probe, V2Place place)
    {
        var policy = probe.Machine.Policy;
        switch (place)
        {
            case V2Place.Fresh: break;
            case V2Place.Dialing: probe.Connect(); break;
            case V2Place.ConnectorBanner: Drive(probe, V2Place.Dialing); probe.SocketConnected(); break;
            case V2Place.ConnectorHello: Drive(probe, V2Place.ConnectorBanner); probe.Hear(Banner.Own); break;
            case V2Place.ConnectorAuth: Drive(probe, V2Place.ConnectorHello); probe.HearHello(); break;
            case V2Place.ConnectorSignature: Drive(probe, V2Place.ConnectorAuth); probe.HearAuthDone(); break;
            case V2Place.ConnectorIdent: Drive(probe, V2Place.ConnectorSignature); probe.HearSignature(); break;
            case V2Place.ConnectorOpen: Drive(probe, V2Place.ConnectorIdent); probe.HearServerIdent(lossy: policy.Lossy); break;
            case V2Place.ConnectorReconnect:
                Drive(probe, V2Place.ConnectorOpen);
                probe.Enqueue().Lost();
                Shake(probe);
                break;
            case V2Place.Wait: Drive(probe, V2Place.ConnectorIdent); probe.Hear(new Wait()); break;
            case V2Place.Backoff:
                // A keepalive keeps a connection with nothing to send out of standby.
                Drive(probe, V2Place.Dialing);
                probe.Machine.KeepalivePending = true;
                probe.Lost();
                probe.Machine.KeepalivePending = false;
                break;
            case V2Place.Standby:
                Drive(probe, policy.Server ? V2Place.AcceptorOpen : V2Place.ConnectorOpen);
                probe.Lost();
                break;
            case V2Place.AcceptorBanner: probe.Accept(); break;
            case V2Place.AcceptorHello: Drive(probe, V2Place.AcceptorBanner); probe.Hear(Banner.Own); break;
            case V2Place.AcceptorAuth: Drive(probe, V2Place.AcceptorHello); probe.HearHello(); break;
            case V2Place.AcceptorSignature:
                Drive(probe, V2Place.AcceptorAuth);
                probe.Hear(new AuthRequest(AuthMethod.None, [ConnectionMode.Crc], new byte[] { 1 }));
                break;
            case V2Place.AcceptorIdent: Drive(probe, V2Place.AcceptorSignature); probe.HearSignature(); break;
            case V2Place.AcceptorLookup: Drive(probe, V2Place.AcceptorIdent); probe.HearClientIdent(); break;
            case V2Place.AcceptorAnswer:
                probe.SendsAtOnce = false;
                Drive(probe, V2Place.AcceptorIdent);
                probe.HearClientIdent().NoExisting();
                probe.SendsAtOnce = true;
                break;
            case V2Place.AcceptorOpen: Drive(probe, V2Place.AcceptorIdent); probe.HearClientIdent().NoExisting(); break;
            case V2Place.Replacing:
                Drive(probe, V2Place.AcceptorOpen);
                probe.SendsAtOnce = false;
                probe.Adopted(new IncomingReconnect(probe.Reconnect()));
                probe.SendsAtOnce = true;
                break;
            case V2Place.Closed: Drive(probe, V2Place.ConnectorOpen); probe.Step(new CephActors.Session.SessionInput.MarkDown(false)); break;
            default: throw new ArgumentOutOfRangeException(nameof(place), place, "Not a place.");
        }
    }
}
