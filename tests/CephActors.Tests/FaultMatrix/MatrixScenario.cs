namespace CephActors.Tests.FaultMatrix;

/// <summary>One entry of <c>failover-matrix.json</c>; the members are those of the file.</summary>
internal sealed record MatrixScenario(
    string Name,
    string Group,
    string Condition,
    string TestPolicy,
    string PeerPolicy,
    IReadOnlyList<MatrixBreakpoint> Breakpoints,
    IReadOnlyList<MatrixStep> Steps,
    IReadOnlyList<MatrixCheck> Checks,
    MatrixV1 V1);

/// <summary>An action at a point, named as in protocol v2; <see cref="MatrixV1.Points"/> holds the name in v1.</summary>
internal sealed record MatrixBreakpoint(string Point, string? Op, int Round, string Action);

/// <summary>Something that us, the peer or the harness does.</summary>
internal sealed record MatrixStep(string Actor, string Action, int? Arg)
{
    public override string ToString() => $"{Actor}.{Action}{(Arg is { } arg ? $"({arg})" : "")}";
}

/// <summary>What must hold when the step <c>check</c> names this.</summary>
internal sealed record MatrixCheck(int TotalConnections, MatrixDelivery Delivery, IReadOnlyList<MatrixResult> Results);

/// <summary>Operations that must have arrived by then.</summary>
internal sealed record MatrixDelivery(int UsToPeer, int PeerToUs, bool Enforced);

/// <summary>State and counters of one connection; null where they are not judged.</summary>
internal sealed record MatrixResult(
    int Index,
    string OpenedBy,
    string State,
    int? ConnectAttempts,
    int? ClientConnectAttempts,
    int? ClientReconnectAttempts,
    int? CntConnectDispatched,
    int? AcceptAttempts,
    int? ServerConnectAttempts,
    int? ServerReconnectAttempts,
    int? CntAcceptDispatched,
    int? CntResetDispatched,
    int? CntRemoteResetDispatched);

/// <summary>What the file says of protocol v1.</summary>
internal sealed record MatrixV1(string Applicability, IReadOnlyList<string> Points);
