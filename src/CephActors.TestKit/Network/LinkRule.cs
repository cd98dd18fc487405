using System.Net;

namespace CephActors.TestKit;

/// <summary>Where a socket ends, or will: a host if it has a name, and an address if it is known.</summary>
internal readonly record struct NetworkPlace(InMemoryHost? Host, IPEndPoint? Address);

/// <summary>What holds between two ends, both ways: a partition, or else a delay.</summary>
internal sealed record LinkRule(NetworkEnd A, NetworkEnd B, PartitionMode? Partition, TimeSpan Delay)
{
    /// <summary>Whether it holds on the way from one place to another.</summary>
    public bool Holds(NetworkPlace from, NetworkPlace to) => Between(A, B, from, to);

    /// <summary>Whether another rule is of the same kind between the same ends.</summary>
    public bool Replaces(LinkRule other) => Partition is null == other.Partition is null && IsBetween(other.A, other.B);

    /// <summary>Whether it was made for these two ends.</summary>
    public bool IsBetween(NetworkEnd a, NetworkEnd b) => (A.Equals(a) && B.Equals(b)) || (A.Equals(b) && B.Equals(a));

    /// <summary>Whether two places are the two ends, in any order.</summary>
    public static bool Between(NetworkEnd a, NetworkEnd b, NetworkPlace from, NetworkPlace to) =>
        (a.Includes(from) && b.Includes(to)) || (a.Includes(to) && b.Includes(from));
}
