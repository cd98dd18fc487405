namespace CephActors.Tool.Bench;

/// <summary>How much is asked.</summary>
/// <param name="Size">Bytes of data in each request.</param>
/// <param name="Depth">Requests that may be unanswered on each connection.</param>
/// <param name="Connections">How many connections ask.</param>
/// <param name="Duration">How long it is measured.</param>
/// <param name="WarmUp">How long it is asked before.</param>
internal sealed record BenchLoad(int Size, int Depth, int Connections, TimeSpan Duration, TimeSpan WarmUp);
