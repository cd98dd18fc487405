namespace CephActors.Architecture.Tests;

/// <summary>What a rule found against the code.</summary>
internal static class Findings
{
    /// <summary>Fails with every finding on a line of its own; the equality asserts cut long texts off.</summary>
    public static void ShouldBeNone(IEnumerable<string> findings)
    {
        var lines = findings.Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.True(lines.Length == 0, string.Join('\n', lines));
    }
}
