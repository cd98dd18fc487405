using CephActors.Framing;
using CephActors.Transport;

namespace CephActors.Actors;

/// <summary>A socket that a listener accepted.</summary>
/// <param name="Socket">The socket.</param>
/// <param name="Protocol">What is spoken where it was accepted.</param>
internal sealed record AcceptedSocket(IncomingSocket Socket, MessengerProtocol Protocol);
