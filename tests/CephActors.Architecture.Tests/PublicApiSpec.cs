using System.Reflection;
using PublicApiGenerator;

namespace CephActors.Architecture.Tests;

/// <summary>
/// The public surface of each package stands in a text file, so that a change of it shows in review. To accept a change:
/// <c>CEPHACTORS_APPROVE_API=1 dotnet test tests/CephActors.Architecture.Tests</c>.
/// </summary>
public class PublicApiSpec
{
    private const string ApproveVariable = "CEPHACTORS_APPROVE_API";

    public static TheoryData<string> Packages => ["CephActors.Protocol", "CephActors", "CephActors.Hosting", "CephActors.TestKit", "CephActors.Tool"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_api_should_be_the_approved_one(string package)
    {
        var file = Path.Combine(Repository.Root, "tests", "CephActors.Architecture.Tests", "PublicApi", package + ".txt");
        var current = Assembly.Load(package).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
            .ReplaceLineEndings("\n").TrimEnd() + "\n";

        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, current);
        }

        var approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        Assert.True(
            current == approved,
            $"The public API of {package} is not the approved one. If that is meant, run the specs with {ApproveVariable}=1.\n{Difference(approved, current)}");
    }

    private static string Difference(string approved, string current)
    {
        var before = approved.Split('\n');
        var after = current.Split('\n');
        return string.Join('\n', before.Except(after).Select(l => "- " + l.Trim()).Concat(after.Except(before).Select(l => "+ " + l.Trim())));
    }
}
