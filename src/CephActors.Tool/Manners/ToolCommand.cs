using System.CommandLine;

namespace CephActors.Tool.Manners;

/// <summary>A command that shows how it is used.</summary>
/// <param name="name">What users type.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="examples">Whole command lines.</param>
internal sealed class ToolCommand(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    /// <summary>Whole command lines; each is understood by the parser.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
