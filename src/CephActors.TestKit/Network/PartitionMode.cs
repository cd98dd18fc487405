namespace CephActors.TestKit;

/// <summary>What a connect meets that is made across a partition. Sockets that are open already know no difference.</summary>
public enum PartitionMode
{
    /// <summary>Nothing answers: the connect hangs, and goes on when the partition is healed, as TCP sends its SYN again.</summary>
    Silent,

    /// <summary>The connect is refused at once, as by a firewall that answers, or by a host whose service is down.</summary>
    Refusing,
}
