using CephActors.Tool.Pinging;

namespace CephActors.Tool.OsdPinging;

/// <summary>One of an OSD's messengers: where it is, the session with it, and what was found.</summary>
internal sealed class OsdTarget(string role, EntityAddressVector addresses)
{
    public const string Front = "front";
    public const string Back = "back";
    public const string Public = "public";

    private EntityAddressVector _addresses = addresses;

    /// <summary>What the messenger is for: front, back or public.</summary>
    public string Role => role;

    /// <summary>Whether it answers heartbeats; the public messenger answers keepalives only.</summary>
    public bool AnswersHeartbeats => role != Public;

    /// <summary>Where it is; an OSD that starts again is elsewhere.</summary>
    public EntityAddressVector Addresses
    {
        get => _addresses;
        set
        {
            if (_addresses == value)
                return;
            Leave();
            _addresses = value;
        }
    }

    /// <summary>The session with it; null while there is none.</summary>
    public Connection? Connection { get; set; }

    public PingReport Report { get; } = new($"{addresses}", role) { PeerType = EntityType.Osd };

    /// <summary>Gives the session up.</summary>
    public void Leave()
    {
        Connection?.MarkDown();
        Connection = null;
    }
}
