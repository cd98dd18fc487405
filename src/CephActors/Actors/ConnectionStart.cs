using CephActors.Framing;
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
    public sealed record Accept : ConnectionStart
    {
        private IncomingSocket? _socket;

        public Accept(AcceptedSocket accepted) => (_socket, Protocol) = (accepted.Socket, accepted.Protocol);

        /// <summary>What it speaks.</summary>
        public MessengerProtocol Protocol { get; }

        /// <summary>The socket, once: the actor's props, which outlive its start, do not keep what it came in.</summary>
        public IncomingSocket Take() =>
            Interlocked.Exchange(ref _socket, null) ?? throw new InvalidOperationException("An accepted socket begins one connection.");
    }
}
