namespace CephActors.Configuration;

/// <summary>What carries the bytes.</summary>
internal enum TransportKind
{
    /// <summary>Our own stage over sockets: pooled receives, gathered sends, waiting by epoll where the system has it.</summary>
    Socket,

    /// <summary>The same, waiting by the runtime's own means everywhere.</summary>
    DotNet,

    /// <summary>The TCP of Akka.Streams.</summary>
    Akka,
}
