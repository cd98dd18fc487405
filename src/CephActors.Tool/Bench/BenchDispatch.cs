namespace CephActors.Tool.Bench;

/// <summary>Who handles what was received.</summary>
internal enum BenchDispatch
{
    /// <summary>An actor, by way of the dispatch queue.</summary>
    Actor,

    /// <summary>The one who reads the connection.</summary>
    Fast,
}
