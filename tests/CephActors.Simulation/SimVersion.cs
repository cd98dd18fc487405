namespace CephActors.Simulation;

/// <summary>Who in a world speaks which protocol.</summary>
internal enum SimVersion
{
    /// <summary>All speak v1.</summary>
    V1,

    /// <summary>All speak v2.</summary>
    V2,

    /// <summary>All speak both.</summary>
    Dual,

    /// <summary>Some speak both, the others one of them.</summary>
    Mixed,
}
