using CephActors.Auth;
using CephActors.Messages;

namespace CephActors.Mon;

/// <summary>What a monitor client knows, written by its actor and read by anybody.</summary>
internal sealed class MonClientView
{
    private volatile MonMap? _map;
    private volatile EntityAddressVector? _monitor;
    private volatile IReadOnlyDictionary<string, string>? _configuration;
    private volatile AuthMethod _method;
    private volatile ServiceSecrets? _serviceSecrets;

    /// <summary>Tickets and global id of the identity.</summary>
    public TicketStore Tickets { get; } = new();

    /// <summary>The newest monitor map.</summary>
    public MonMap? Map
    {
        get => _map;
        set => _map = value;
    }

    /// <summary>The monitor the session is with; null while there is none.</summary>
    public EntityAddressVector? Monitor
    {
        get => _monitor;
        set => _monitor = value;
    }

    /// <summary>The central configuration that applies; null until it came.</summary>
    public IReadOnlyDictionary<string, string>? Configuration
    {
        get => _configuration;
        set => _configuration = value;
    }

    /// <summary>What tickets shown to the own service are opened with; null until they came, and of who is no service.</summary>
    public ServiceSecrets? ServiceSecrets
    {
        get => _serviceSecrets;
        set => _serviceSecrets = value;
    }

    /// <summary>The method of authentication the monitors chose; unknown until one did.</summary>
    public AuthMethod Method
    {
        get => _method;
        set => _method = value;
    }
}
