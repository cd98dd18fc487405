using System.Net;

namespace CephActors.TestKit;

/// <summary>
/// One end on a <see cref="CephTestNetwork"/>: a messenger, with every socket it has or will have, or whoever is at an address.
/// Messengers and addresses turn into it by themselves. The default value is anybody.
/// </summary>
/// <remarks>
/// An address is the one peers connect to; its nonce does not matter. It need not be anybody's: a partition from an address
/// where nobody listens makes an unreachable host of it.
/// </remarks>
public readonly struct NetworkEnd : IEquatable<NetworkEnd>
{
    private readonly IPEndPoint? _address;

    private NetworkEnd(CephMessenger? messenger, IPEndPoint? address)
    {
        Messenger = messenger;
        _address = address;
    }

    /// <summary>Anybody: every messenger, and everything that is not one.</summary>
    public static NetworkEnd Any => default;

    internal CephMessenger? Messenger { get; }

    /// <summary>A messenger.</summary>
    public static implicit operator NetworkEnd(CephMessenger messenger)
    {
        ArgumentNullException.ThrowIfNull(messenger);
        return new NetworkEnd(messenger, null);
    }

    /// <summary>Whoever is at an address.</summary>
    /// <exception cref="ArgumentException">The address has no IP or no port.</exception>
    public static implicit operator NetworkEnd(EntityAddress address) => address is { Address: { } ip, Port: > 0 }
        ? new(null, new IPEndPoint(ip, address.Port))
        : throw new ArgumentException($"{address} is nowhere: an IP and a port are needed.", nameof(address));

    /// <summary>Whether two values stand for the same end.</summary>
    public static bool operator ==(NetworkEnd left, NetworkEnd right) => left.Equals(right);

    /// <summary>Whether two values stand for different ends.</summary>
    public static bool operator !=(NetworkEnd left, NetworkEnd right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(NetworkEnd other) => ReferenceEquals(Messenger, other.Messenger) && Equals(_address, other._address);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NetworkEnd other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Messenger, _address);

    /// <summary>The messenger, the address, or "anybody".</summary>
    public override string ToString() => Messenger?.ToString() ?? _address?.ToString() ?? "anybody";

    internal bool Includes(NetworkPlace place) => this switch
    {
        { Messenger: { } messenger } => ReferenceEquals(place.Host?.Messenger, messenger),
        { _address: { } address } => address.Equals(place.Address) || place.Host?.Listens(address) == true,
        _ => true,
    };
}
