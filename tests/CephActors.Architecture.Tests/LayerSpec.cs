using Mono.Cecil;

namespace CephActors.Architecture.Tests;

public class LayerSpec
{
    // What each folder may see besides itself.
    private static readonly Dictionary<string, string[]> ProtocolLayers = new()
    {
        ["Encoding"] = [],
        ["Messages"] = ["Encoding"],
        ["Auth"] = ["Encoding"],
        ["Framing"] = ["Encoding", "Messages", "Auth"],
        ["Session"] = ["Encoding", "Messages", "Auth", "Framing"],
    };

    // The project's own folder holds the public API and sees everything.
    private static readonly Dictionary<string, string[]> MessengerLayers = new()
    {
        ["Execution"] = [""],
        ["Transport"] = ["", "Execution"],
        ["Streams"] = ["", "Transport"],
        ["Injection"] = ["", "Transport"],
        ["Telemetry"] = [""],
        ["Dispatch"] = ["", "Streams", "Injection", "Telemetry"],
        ["Diagnostics"] = ["", "Dispatch"],
        ["Configuration"] = ["", "Dispatch", "Transport", "Injection"],
        ["Actors"] = ["", "Execution", "Transport", "Streams", "Dispatch", "Configuration", "Injection", "Telemetry", "Diagnostics"],
        ["Remoting"] = ["", "Dispatch", "Actors"],
        ["Mon"] = ["", "Configuration", "Dispatch", "Actors", "Telemetry"],
        [""] = ["Transport", "Streams", "Dispatch", "Configuration", "Injection", "Actors", "Mon", "Remoting", "Telemetry", "Diagnostics"],
    };

    [Fact]
    public void Protocol_layers_should_see_only_the_layers_before_them() =>
        Findings.ShouldBeNone(Violations(Product.Protocol, "src/CephActors.Protocol", ProtocolLayers));

    [Fact]
    public void Messenger_folders_should_see_only_the_folders_below_them() =>
        Findings.ShouldBeNone(Violations(Product.Messenger, "src/CephActors", MessengerLayers));

    [Theory]
    [InlineData("src/CephActors.Protocol")]
    [InlineData("src/CephActors")]
    public void Folders_should_all_be_layers_when_one_is_added(string project) =>
        Assert.Subset(
            (project == "src/CephActors" ? MessengerLayers : ProtocolLayers).Keys.ToHashSet(),
            Repository.SourceFiles(project).Select(f => f[(project.Length + 1)..].Split('/') is [var top, _, ..] ? top : "").ToHashSet());

    [Fact]
    public void Protocol_should_use_nothing_but_the_base_class_library() =>
        Assert.All(
            Product.Protocol.MainModule.AssemblyReferences,
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    [Fact]
    public void Messenger_should_use_nothing_but_Akka_and_the_protocol() =>
        Assert.Subset(
            new HashSet<string> { "CephActors.Protocol", "Akka", "Akka.Streams", "Reactive.Streams" },
            Product.Messenger.MainModule.AssemblyReferences.Select(r => r.Name).Where(n => !n.StartsWith("System.", StringComparison.Ordinal)).ToHashSet());

    [Fact]
    public void Test_kit_should_be_used_by_no_other_product() =>
        Findings.ShouldBeNone(
            from library in Product.Libraries.Append(Product.Tool)
            from reference in library.MainModule.AssemblyReferences
            where reference.Name == "CephActors.TestKit"
            select $"{library.Name.Name} uses {reference.Name}");

    [Fact]
    public void Internals_should_stay_hidden_from_samples() =>
        Assert.DoesNotContain(
            Product.Libraries.SelectMany(l => l.CustomAttributes)
                .Where(a => a.AttributeType.Name == "InternalsVisibleToAttribute")
                .Select(a => (string)a.ConstructorArguments[0].Value),
            name => Directory.Exists(Path.Combine(Repository.Root, "src", "Samples", name)));

    private static IEnumerable<string> Violations(AssemblyDefinition assembly, string project, Dictionary<string, string[]> layers)
    {
        var map = new SourceMap(project);
        return
            from type in assembly.MainModule.Types
            let layer = map.FolderOf(type)
            where layer is not null
            from reference in References.TypesOf(type)
            where reference.Scope == assembly.MainModule
            let seen = map.FolderOf(reference)
            where seen is not null && seen != layer && !layers[layer].Contains(seen)
            select $"{layer}/{type.Name} uses {seen}/{References.Outermost(reference).Name}";
    }
}
