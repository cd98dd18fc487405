using System.CommandLine;

namespace CephActors.Tool;

/// <summary>The words for kinds of peers on the command line.</summary>
internal static class PeerTypes
{
    /// <summary>Every kind that can be connected to.</summary>
    public static IReadOnlyList<EntityType> All { get; } = [EntityType.Mon, EntityType.Osd, EntityType.Mds, EntityType.Mgr];

    /// <summary>An option that names a kind, or leaves it to be found out.</summary>
    public static Option<string> Option()
    {
        var option = new Option<string>("--type")
        {
            Description = "What kind of peer it is; auto finds out by trying, monitor first.",
            DefaultValueFactory = _ => "auto",
        };
        option.AcceptOnlyFromAmong(["auto", .. All.Select(NameOf)]);
        return option;
    }

    /// <summary>The kind named; null for auto.</summary>
    public static EntityType? Read(ParseResult parse, Option<string> option) =>
        parse.GetValue(option) is { } name and not "auto" ? All.First(type => NameOf(type) == name) : null;

    public static string NameOf(EntityType type) => type.ToString().ToLowerInvariant();
}
