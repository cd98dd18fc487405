using CephActors.Transport;

namespace CephActors.Actors;

/// <summary>How a <see cref="ConnectionActor"/> begins.</summary>
internal abstract record ConnectionStart
{
    private ConnectionStart()
    {
    }

    /// <summary>By dialling the handle's peer.</summary>
    public sealed record Dial : ConnectionStart;

    /// <summary>With a socket that a listener accepted.</summary>
    public sealed record Accept(IncomingSocket Socket) : ConnectionStart;
}
