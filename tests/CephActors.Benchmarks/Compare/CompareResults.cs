using System.Text.Json;

namespace CephActors.Benchmarks.Compare;

/// <summary>What all turns have found, and the medians of it.</summary>
internal sealed record CompareResults(ComparePlan Plan, IReadOnlyList<Measurement> Measurements)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The median over the rounds of a number of one contender's work; not a number if none has succeeded.</summary>
    public double Median(Contender contender, int size, int depth, Func<Measurement, double> number) =>
        Of(contender.Name, size, depth).Select(number).Median();

    public double MessagesPerSecond(Contender contender, int size, int depth) => Median(contender, size, depth, m => m.MessagesPerSecond);

    /// <summary>The median over the rounds of how many times faster one was than another in the same round.</summary>
    public double Ratio(Contender contender, Contender other, int size, int depth) =>
        Of(contender.Name, size, depth)
            .Join(Of(other.Name, size, depth), one => one.Round, two => two.Round, (one, two) => one.MessagesPerSecond / two.MessagesPerSecond)
            .Median();

    /// <summary>Every object that was printed, with who printed it.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        Measurements.Select(m => new { contender = m.Contender, round = m.Round, client = m.Client, server = m.Server }), Indented);

    private IEnumerable<Measurement> Of(string name, int size, int depth) =>
        Measurements.Where(m => m.Contender == name && m.Size == size && m.Depth == depth);
}
