using System.Net;

namespace CephActors.Transport;

/// <summary>Both ends of an established socket, as this side sees them.</summary>
internal sealed record SocketInfo(IPEndPoint Local, IPEndPoint Remote);
