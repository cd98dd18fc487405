using System.CommandLine;
using CephActors.Tool;
using CephActors.Tool.Commands;

namespace CephActors.Benchmarks.Compare;

/// <summary><c>compare</c>, as <c>cephactors bench compare</c> starts it.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var options = new BenchCompareOptions();
        var command = new Command("compare", "Let ours and its peers do the same work in turn.");
        options.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var plan = new ComparePlan(
                Choose(options.Only(parse)), options.Sizes(parse), options.Depths(parse), options.Duration(parse), options.Rounds(parse));
            var results = await CompareRun.RunAsync(plan, parse.InvocationConfiguration.Error, cancellationToken);
            var table = CompareTables.Write(results);
            var folder = Directory.CreateDirectory(options.Out(parse)).FullName;
            await File.WriteAllTextAsync(Path.Combine(folder, "compare.md"), table, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "compare.svg"), ComparePicture.Draw(results), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "compare.json"), results.ToJson(), cancellationToken);
            await parse.InvocationConfiguration.Output.WriteAsync(table);
            await parse.InvocationConfiguration.Output.WriteLineAsync($"\nIn {folder}: compare.md, compare.svg, compare.json");
        });
        return command;
    }

    private static IReadOnlyList<Contender> Choose(IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(n => Contender.All.All(c => c.Name != n)) is { } unknown)
            throw new CommandFailure($"there is no '{unknown}' to compare, only {string.Join(", ", Contender.All.Select(c => c.Name))}");
        return names.Count == 0 ? Contender.All : [.. Contender.All.Where(c => names.Contains(c.Name))];
    }
}
