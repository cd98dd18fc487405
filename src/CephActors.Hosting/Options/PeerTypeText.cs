namespace CephActors.Hosting;

/// <summary>Types of peers as HOCON has them.</summary>
internal static class PeerTypeText
{
    /// <exception cref="ArgumentOutOfRangeException">No peer has this type.</exception>
    public static string NameOf(EntityType type) => type switch
    {
        EntityType.Mon => "mon",
        EntityType.Mds => "mds",
        EntityType.Osd => "osd",
        EntityType.Client => "client",
        EntityType.Mgr => "mgr",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A peer is a Mon, an Mds, an Osd, a Client or a Mgr."),
    };
}
