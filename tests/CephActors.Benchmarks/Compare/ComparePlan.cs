namespace CephActors.Benchmarks.Compare;

/// <summary>Who does what, how long and how often.</summary>
internal sealed record ComparePlan(
    IReadOnlyList<Contender> Contenders, IReadOnlyList<int> Sizes, IReadOnlyList<int> Depths, TimeSpan Duration, int Rounds)
{
    public static TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Measurements in all.</summary>
    public int Count => Contenders.Count * Sizes.Count * Depths.Count * Rounds;
}
