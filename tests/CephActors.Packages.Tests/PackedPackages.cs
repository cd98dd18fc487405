using System.IO.Compression;

namespace CephActors.Packages.Tests;

/// <summary>The packages, made of what has been built, in a folder outside the tree; made once for all specs.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    public static IReadOnlyList<string> LibraryNames { get; } = ["CephActors.Protocol", "CephActors", "CephActors.Hosting", "CephActors.TestKit"];

    public static TheoryData<string> Libraries => [.. LibraryNames];

    /// <summary>A folder that is deleted in the end.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("cephactors-packages-").FullName;

    public string Folder => Path.Combine(Root, "packages");

    /// <summary>Where packages are unpacked: not in the user's own cache, where an older one of the same version might lie.</summary>
    public string Restored => Path.Combine(Root, "restored");

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["NUGET_PACKAGES"] = Restored };

    public async Task InitializeAsync()
    {
        foreach (var project in LibraryNames.Append("CephActors.Tool"))
            await PackAsync(project, Folder);

        // What the user has restored before is taken from there, so that nothing is fetched that the build had not fetched already.
        await File.WriteAllTextAsync(Path.Combine(Root, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{Folder}" /></packageSources>
              <fallbackPackageFolders><add key="cache" value="{Cache}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>Makes the packages of a project of what has been built.</summary>
    public static Task PackAsync(string project, string folder) => Dotnet.RunAsync(
        Repository, new Dictionary<string, string>(), "pack", $"src/{project}", "--no-build", "-c", Configuration, "-o", folder, "--nologo", "-v", "quiet");

    public Task DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }

    public string VersionOf(string package) =>
        Path.GetFileNameWithoutExtension(Directory.GetFiles(Folder, $"{package}.?.*.nupkg").Single())[(package.Length + 1)..];

    public ZipArchive Open(string package, string extension = "nupkg") =>
        ZipFile.OpenRead(Path.Combine(Folder, $"{package}.{VersionOf(package)}.{extension}"));

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string Cache =>
        System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Repository
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "CephActors.sln")))
                folder = folder.Parent!;
            return folder.FullName;
        }
    }
}
