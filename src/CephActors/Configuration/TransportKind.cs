namespace CephActors.Configuration;

/// <summary>What carries the bytes.</summary>
internal enum TransportKind
{
    /// <summary>Our own stage over sockets: pooled receives, gathered sends.</summary>
    Socket,

    /// <summary>The TCP of Akka.Streams.</summary>
    Akka,
}
