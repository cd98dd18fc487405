namespace MiniMon;

/// <summary>What came of a command.</summary>
/// <param name="Result">0, or a negative Linux errno.</param>
/// <param name="Status">What the client prints as an aside.</param>
/// <param name="Output">What the client prints.</param>
internal sealed record Outcome(int Result, string Status, string Output = "");
