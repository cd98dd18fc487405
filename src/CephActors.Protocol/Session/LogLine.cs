using System.Globalization;
using System.Text.RegularExpressions;

namespace CephActors.Session;

/// <summary>
/// One thing worth a log line. What each means, and what to do about it, stands in <c>docs/operations.md</c>.
/// </summary>
/// <param name="Id">Its number, by which lines are filtered and counted; never given to another.</param>
/// <param name="Level">How loudly it is said.</param>
/// <param name="Template">The line, with named holes for what it is about.</param>
internal sealed partial record LogLine(int Id, ReportLevel Level, string Template)
{
    /// <summary>The line with these arguments behind its first hole, which is left out with the colon after it.</summary>
    public string Fill(IReadOnlyList<object> arguments)
    {
        var next = -1;
        return Hole().Replace(Template, _ => next++ < 0 ? "" : Convert.ToString(arguments[next - 1], CultureInfo.InvariantCulture)!)[": ".Length..];
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Hole();
}
