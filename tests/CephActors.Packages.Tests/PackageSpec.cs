using System.IO.Compression;
using System.Reflection.Metadata;
using System.Xml.Linq;
using CephActors.Docs;

namespace CephActors.Packages.Tests;

/// <summary>What is in the packages, and that they are all that somebody needs who has never seen the tree.</summary>
public sealed class PackageSpec(PackedPackages packages) : IClassFixture<PackedPackages>
{
    [Theory]
    [MemberData(nameof(PackedPackages.Libraries), MemberType = typeof(PackedPackages))]
    public void Package_should_hold_what_its_reader_looks_for(string package)
    {
        using var archive = packages.Open(package);
        using var symbols = packages.Open(package, "snupkg");

        Assert.Subset(
            archive.Entries.Select(e => e.FullName).ToHashSet(),
            new HashSet<string> { "README.md", "icon.png", $"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml" });
        var description = Description(archive);
        Assert.Equal("Apache-2.0", description["license"]);
        Assert.Equal(("icon.png", "README.md"), (description["icon"], description["readme"]));
        Assert.True(description["description"].Length > 50);
        Assert.Contains($"# {package}", Text(archive, "README.md"), StringComparison.Ordinal);
        AssertNamesItsSources(symbols.GetEntry($"lib/net10.0/{package}.pdb")!);
    }

    [Fact]
    public void Library_should_ask_for_no_more_than_it_uses()
    {
        Assert.Equal([], DependenciesOf("CephActors.Protocol"));
        Assert.Equal(["Akka", "Akka.Streams", "CephActors.Protocol"], DependenciesOf("CephActors").Where(IsMeant));
        Assert.Equal(["Akka", "Akka.Hosting", "Akka.Streams", "CephActors"], DependenciesOf("CephActors.Hosting").Where(IsMeant));
        Assert.Equal(["Akka", "Akka.Streams", "Akka.TestKit.Xunit2", "CephActors"], DependenciesOf("CephActors.TestKit").Where(IsMeant));
    }

    [Fact]
    public async Task Packages_should_be_the_same_bytes_when_they_are_made_again()
    {
        var again = Path.Combine(packages.Root, "again");

        await PackedPackages.PackAsync("CephActors.Tool", again);

        var files = Directory.GetFiles(again);
        Assert.Equal(2, files.Length);
        foreach (var file in files)
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(packages.Folder, Path.GetFileName(file))), await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task Example_of_the_readme_should_build_and_run_in_an_empty_project()
    {
        var folder = Directory.CreateDirectory(Path.Combine(packages.Root, "Example")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Example.csproj"), Project());
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Program());

        await Dotnet.RunAsync(folder, packages.Environment, "build", "-v", "quiet", "-o", "out", "-p:UseSharedCompilation=false");
        var printed = await Dotnet.RunAsync(folder, packages.Environment, Path.Combine("out", "Example.dll"));

        Assert.Equal("hello", printed.Trim());
        Assert.All(PackedPackages.LibraryNames, name => Assert.True(Directory.Exists(Path.Combine(packages.Restored, name.ToLowerInvariant()))));
    }

    [Fact]
    public async Task Tool_should_be_installed_as_a_command()
    {
        var tools = Path.Combine(packages.Root, "tools");

        await Dotnet.RunAsync(packages.Root, packages.Environment, "tool", "install", "CephActors.Tool", "--tool-path", tools, "--version", packages.VersionOf("CephActors.Tool"));
        var help = await Dotnet.RunProgramAsync(Path.Combine(tools, "cephactors"), packages.Root, packages.Environment, "--help");

        Assert.Contains("ping", help, StringComparison.Ordinal);
    }

    private static void AssertNamesItsSources(ZipArchiveEntry symbols)
    {
        using var stream = symbols.Open();
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        buffer.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(buffer);
        var reader = provider.GetMetadataReader();

        Assert.NotEmpty(reader.Documents);
    }

    private static Dictionary<string, string> Description(ZipArchive archive) =>
        Nuspec(archive).Descendants().First(e => e.Name.LocalName == "metadata").Elements()
            .GroupBy(e => e.Name.LocalName).ToDictionary(g => g.Key, g => g.First().Value);

    private string[] DependenciesOf(string package)
    {
        using var archive = packages.Open(package);
        return [.. Nuspec(archive).Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value).Order(StringComparer.Ordinal)];
    }

    // Beside these stand the versions pinned for what they bring along, because registries lack those they ask for.
    private static bool IsMeant(string dependency) =>
        dependency.StartsWith("Akka", StringComparison.Ordinal) || dependency.StartsWith("CephActors", StringComparison.Ordinal);

    private static XDocument Nuspec(ZipArchive archive)
    {
        using var stream = archive.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }

    private static string Text(ZipArchive archive, string entry)
    {
        using var reader = new StreamReader(archive.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    private string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="CephActors.Hosting" Version="{packages.VersionOf("CephActors.Hosting")}" />
            <PackageReference Include="CephActors.TestKit" Version="{packages.VersionOf("CephActors.TestKit")}" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>The code of the README with its configuration, and something of the test kit.</summary>
    private static string Program() => $"""""
        using Akka.Actor;
        using Akka.Configuration;
        using Akka.Event;
        using Akka.Hosting;
        using CephActors;
        using CephActors.Hosting;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;

        _ = new CephActors.TestKit.CephTestNetwork();
        using var system = ActorSystem.Create("readme", ConfigurationFactory.ParseString(""""
        akka.loglevel = WARNING
        {CodeBlocks.Of("README.md", "hocon").Single()}
        """"));
        var server = await GreeterService.StartAsync(system);
        Console.WriteLine(await AskerClient.AskAsync(system, server, "hello"));
        await system.Terminate();

        {string.Join('\n', CodeBlocks.Of("README.md", "csharp"))}
        """"";
}
