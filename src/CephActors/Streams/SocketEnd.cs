using System.Net.Sockets;
using Akka.Streams;
using CephActors.Framing;

namespace CephActors.Streams;

/// <summary>The end of a socket.</summary>
/// <param name="Kind">How it came about.</param>
/// <param name="Error">The violation, if the peer broke the protocol.</param>
/// <param name="Reason">For logs.</param>
internal sealed record SocketEnd(SocketEndKind Kind, FrameError? Error, string Reason)
{
    /// <summary>What the failure that ended a stream means.</summary>
    public static SocketEnd From(Exception failure) => failure switch
    {
        FrameErrorException e => new SocketEnd(SocketEndKind.Invalid, e.Error, e.Message),
        SocketAbortedException e => new SocketEnd(SocketEndKind.Aborted, null, e.Message),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } e =>
            new SocketEnd(SocketEndKind.Refused, null, e.Message),
        AbruptTerminationException e => new SocketEnd(SocketEndKind.Aborted, null, e.Message),
        _ => new SocketEnd(SocketEndKind.Failed, null, failure.Message),
    };
}
