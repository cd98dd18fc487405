using CephActors.Tool.Diagrams;

namespace CephActors.Tests.Docs;

/// <summary>
/// Pages and pictures that are written from the code say what the code says. To write them anew:
/// <c>CEPHACTORS_WRITE_DOCS=1 dotnet test tests/CephActors.Tests --filter DrawnPagesSpec</c>.
/// </summary>
public sealed class DrawnPagesSpec
{
    private const string WriteVariable = "CEPHACTORS_WRITE_DOCS";
    private const string Fence = "```mermaid\n";

    private static readonly string Root = FindRoot();

    [Fact]
    public void Configuration_page_should_be_written_from_the_reference_configuration() =>
        Check("configuration.md", _ => ConfigurationPage.Write(File.ReadAllLines(Path.Combine(Root, "hocon", "reference.conf"))));

    [Fact]
    public void Picture_of_the_session_should_be_drawn_from_sessions() =>
        Check("architecture.md", page => WithPicture(page, "stateDiagram-v2", SessionDiagram.Draw()));

    [Fact]
    public void Picture_of_the_data_path_should_be_drawn_from_its_types() =>
        Check("architecture.md", page => WithPicture(page, "flowchart LR", DataPathDiagram.Draw()));

    private static void Check(string name, Func<string, string> write)
    {
        var file = Path.Combine(Root, "docs", name);
        var page = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        var current = write(page);
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
            File.WriteAllText(file, page = current);
        Assert.True(page == current, $"docs/{name} does not say what the code says; write it anew with {WriteVariable}=1 and look at what has changed.");
    }

    /// <summary>The page with the picture in the block of its kind.</summary>
    private static string WithPicture(string page, string kind, string picture)
    {
        var start = page.IndexOf(Fence + kind, StringComparison.Ordinal);
        Assert.True(start >= 0, $"There is no block for a {kind}.");
        start += Fence.Length;
        var end = page.IndexOf("```", start, StringComparison.Ordinal);
        return page[..start] + picture + page[end..];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CephActors.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The specs do not lie below the repository they belong to.");
        return folder.FullName;
    }
}
