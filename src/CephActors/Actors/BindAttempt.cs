using System.Net;
using CephActors.Configuration;

namespace CephActors.Actors;

/// <summary>What to do after a bind failed.</summary>
internal enum BindRetry
{
    /// <summary>Another port of the range.</summary>
    NextPort,

    /// <summary>The whole address again, after a delay.</summary>
    NextRound,

    /// <summary>Nothing is left to try.</summary>
    GiveUp,
}

/// <summary>
/// The search for ports: for each address a number of rounds; in a round the port given, or every port of the range that is
/// not to be avoided. Ceph: <c>Processor::bind</c>.
/// </summary>
internal sealed class BindAttempt
{
    private readonly EntityAddressVector _addresses;
    private readonly IReadOnlySet<int> _avoid;
    private readonly MessengerSettings _settings;
    private readonly List<EntityAddress> _bound = [];
    private int _round = 1;
    private int _port;

    public BindAttempt(EntityAddressVector addresses, IReadOnlySet<int> avoid, MessengerSettings settings, TaskCompletionSource<EntityAddressVector> done)
    {
        _addresses = new([.. addresses
            .SelectMany(address => address.Address is null ? EveryIp(address, settings) : [address])
            .SelectMany(address => EveryProtocol(address, settings))]);
        _avoid = avoid;
        _settings = settings;
        Done = done;
        _port = FirstPort();
    }

    /// <summary>Completes with the addresses bound.</summary>
    public TaskCompletionSource<EntityAddressVector> Done { get; }

    /// <summary>The address being tried, as it was asked for.</summary>
    public EntityAddress CurrentAddress => _addresses[_bound.Count];

    /// <summary>The end point to try now.</summary>
    public IPEndPoint Current => new(CurrentAddress.Address!, _port);

    /// <summary>The addresses bound so far.</summary>
    public EntityAddressVector Result => new([.. _bound]);

    /// <summary>The current end point listens; true when it was the last.</summary>
    public bool Bound(int port, uint nonce)
    {
        _bound.Add(new EntityAddress(CurrentAddress.Type, Current.Address, port, nonce));
        if (_bound.Count == _addresses.Count)
            return true;
        _round = 1;
        _port = FirstPort();
        return false;
    }

    /// <summary>The current end point cannot be had; moves on to the next.</summary>
    public BindRetry Failed()
    {
        if (NextPort(_port + 1) is { } next && CurrentAddress.Port == 0)
        {
            _port = next;
            return BindRetry.NextPort;
        }

        if (_round == _settings.BindRetryCount)
            return BindRetry.GiveUp;
        _round++;
        _port = FirstPort();
        return BindRetry.NextRound;
    }

    /// <summary>What an address without an IP stands for. Ceph: <c>pick_addresses</c> with the <c>ms_bind_ipv*</c> options.</summary>
    private static IEnumerable<EntityAddress> EveryIp(EntityAddress address, MessengerSettings settings)
    {
        IPAddress[] families = settings.BindPreferIpv4 ? [IPAddress.Any, IPAddress.IPv6Any] : [IPAddress.IPv6Any, IPAddress.Any];
        return families
            .Where(ip => ip.Equals(IPAddress.Any) ? settings.BindIpv4 : settings.BindIpv6)
            .Select(address.WithAddress);
    }

    /// <summary>
    /// What an address for any protocol stands for: the newest that is spoken, and the other one too where it can have a port
    /// of its own. Ceph: <c>pick_addresses</c> with the <c>ms_bind_msgr*</c> options.
    /// </summary>
    private static IEnumerable<EntityAddress> EveryProtocol(EntityAddress address, MessengerSettings settings)
    {
        if (address.Type is not EntityAddressType.Any)
            return [address];
        EntityAddressType[] spoken = settings switch
        {
            { BindMsgr2: true, BindMsgr1: true } when address.Port == 0 => [EntityAddressType.Msgr2, EntityAddressType.Legacy],
            { BindMsgr2: true } => [EntityAddressType.Msgr2],
            _ => [EntityAddressType.Legacy],
        };
        return spoken.Select(address.WithType);
    }

    private int FirstPort() => CurrentAddress.Port != 0 ? CurrentAddress.Port : NextPort(_settings.BindPortMin) ?? _settings.BindPortMin;

    /// <summary>An address before this one, for the other protocol, has it.</summary>
    private bool IsTaken(int port) => _bound.Any(b => b.Port == port && Equals(b.Address, CurrentAddress.Address));

    private int? NextPort(int from)
    {
        for (var port = from; port <= _settings.BindPortMax; port++)
        {
            if (!_avoid.Contains(port) && !IsTaken(port))
                return port;
        }

        return null;
    }
}
