namespace CephActors.Tool;

/// <summary>The words for kinds of peers on the command line.</summary>
internal static class PeerTypes
{
    /// <summary>Every kind that can be connected to.</summary>
    public static IReadOnlyList<EntityType> All { get; } = [EntityType.Mon, EntityType.Osd, EntityType.Mds, EntityType.Mgr];

    public static string NameOf(EntityType type) => type.ToString().ToLowerInvariant();
}
