namespace CephActors.Simulation;

/// <summary>An invariant does not hold.</summary>
internal sealed class InvariantException(string rule, string detail) : Exception($"{rule}: {detail}")
{
    public string Rule { get; } = rule;
}

