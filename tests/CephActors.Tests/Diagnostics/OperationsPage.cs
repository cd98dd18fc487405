namespace CephActors.Tests.Diagnostics;

/// <summary>The tables of <c>docs/operations.md</c>.</summary>
internal static class OperationsPage
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "operations.md"));

    /// <summary>The rows of the table whose first column has this heading.</summary>
    public static IEnumerable<string[]> Table(string firstColumn) => Lines
        .SkipWhile(line => !line.StartsWith($"| {firstColumn} |", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray());
}
