namespace CephActors.TestKit;

/// <summary>A direction, as the messenger with the <see cref="Interceptor"/> sees it.</summary>
public enum IoDirection
{
    /// <summary>The messenger sends.</summary>
    Write,

    /// <summary>The messenger receives.</summary>
    Read,
}

/// <summary>A point in one direction: where an <see cref="Interceptor"/> counts and acts.</summary>
/// <param name="Point">The point.</param>
/// <param name="Direction">
/// Whether the messenger sends or receives there. <see cref="InterceptionPoint.SocketConnecting"/> counts as sent,
/// <see cref="InterceptionPoint.SocketAccepted"/> as received.
/// </param>
public readonly record struct InterceptedPosition(InterceptionPoint Point, IoDirection Direction)
{
    /// <summary>The point as the messenger sends it.</summary>
    public static InterceptedPosition Write(InterceptionPoint point) => new(point, IoDirection.Write);

    /// <summary>The point as the messenger receives it.</summary>
    public static InterceptedPosition Read(InterceptionPoint point) => new(point, IoDirection.Read);

    /// <summary>Such as <c>ServerIdent read</c>.</summary>
    public override string ToString() => $"{Point} {(Direction is IoDirection.Write ? "write" : "read")}";
}
