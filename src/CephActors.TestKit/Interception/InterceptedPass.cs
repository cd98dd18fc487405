using System.Net;
using CephActors.Transport;

namespace CephActors.TestKit;

/// <summary>One pass of a position, as <see cref="Interceptor.Passed"/> tells of it.</summary>
public sealed class InterceptedPass
{
    internal InterceptedPass(InterceptedPosition position, int round, InterceptionAction action, SocketInfo? socket)
    {
        Position = position;
        Round = round;
        Action = action;
        Socket = socket;
    }

    /// <summary>Where.</summary>
    public InterceptedPosition Position { get; }

    /// <summary>The how-manieth pass of this position by this messenger, over all its sockets; the first is 1.</summary>
    public int Round { get; }

    /// <summary>What is done to it.</summary>
    public InterceptionAction Action { get; }

    /// <summary>The messenger's end of the socket; null at <see cref="InterceptionPoint.SocketConnecting"/>, where there is none.</summary>
    public IPEndPoint? Local => Socket?.Local;

    /// <summary>The peer's end of the socket; null at <see cref="InterceptionPoint.SocketConnecting"/>.</summary>
    public IPEndPoint? Remote => Socket?.Remote;

    internal SocketInfo? Socket { get; }

    /// <summary>Such as <c>ServerIdent read #1: Fault</c>.</summary>
    public override string ToString() => $"{Position} #{Round}{(Action is InterceptionAction.None ? "" : $": {Action}")}";
}
