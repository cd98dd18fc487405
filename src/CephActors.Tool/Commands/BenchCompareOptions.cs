using System.CommandLine;
using System.Globalization;

namespace CephActors.Tool.Commands;

/// <summary>The options of <c>bench compare</c>, which the tool shows and hands on, and the benchmark program reads.</summary>
internal sealed class BenchCompareOptions
{
    private const int MaxSize = 64 << 20;
    private const int MaxDepth = 1 << 16;

    private readonly Option<int[]> _sizes = Numbers("--sizes", "Bytes of data in each request.", [64, 4 << 10, 64 << 10, 1 << 20], MaxSize);
    private readonly Option<int[]> _depths = Numbers("--depths", "Requests that may be unanswered.", [1, 64], MaxDepth);
    private readonly Option<int> _seconds = WholeNumber.Option("--seconds", "How long to measure each, after a second to run warm.", 3, 1, 3_600);
    private readonly Option<int> _rounds = WholeNumber.Option("--rounds", "How often each has its turn.", 3, 1, 100);
    private readonly Option<string> _out = new("--out")
    {
        Description = "The folder for compare.md, compare.svg and compare.json.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "bench-compare",
    };

    private readonly Option<string[]> _only = new("--only")
    {
        Description = "Compare only these, by the names that the progress shows, such as actor raw.",
        HelpName = "NAMES",
        AllowMultipleArgumentsPerToken = true,
    };

    public IReadOnlyList<int> Sizes(ParseResult parse) => parse.GetValue(_sizes)!;

    public IReadOnlyList<int> Depths(ParseResult parse) => parse.GetValue(_depths)!;

    public TimeSpan Duration(ParseResult parse) => TimeSpan.FromSeconds(parse.GetValue(_seconds));

    public int Rounds(ParseResult parse) => parse.GetValue(_rounds);

    public string Out(ParseResult parse) => parse.GetValue(_out)!;

    /// <summary>Who is to take part; empty for all.</summary>
    public IReadOnlyList<string> Only(ParseResult parse) => parse.GetValue(_only) ?? [];

    public void AddTo(Command command)
    {
        command.Add(_sizes);
        command.Add(_depths);
        command.Add(_seconds);
        command.Add(_rounds);
        command.Add(_out);
        command.Add(_only);
    }

    private static Option<int[]> Numbers(string name, string description, int[] usual, int greatest) => new(name)
    {
        Description = $"{description} Several, by commas.",
        HelpName = "NUMBERS",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            var values = new List<int>();
            foreach (var text in result.Tokens.SelectMany(t => t.Value.Split(',')))
            {
                if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= greatest)
                    values.Add(value);
                else
                    result.AddError($"{name} takes whole numbers from 1 to {greatest} with commas between them, not '{text}'.");
            }

            return [.. values.Distinct()];
        },
    };
}
