namespace CephActors.Transport;

/// <summary>What <see cref="Epoll"/> reports of a socket, by Linux's numbers.</summary>
[Flags]
internal enum EpollEvents : uint
{
    /// <summary>There is something to receive, be it the end.</summary>
    In = 0x1,

    /// <summary>There is room to send, or a connect has ended.</summary>
    Out = 0x4,

    /// <summary>An error, or both directions have ended. Reported whether asked for or not.</summary>
    Broken = 0x8 | 0x10,

    /// <summary>Reported once, then not until it is asked for again.</summary>
    OneShot = 1u << 30,
}
