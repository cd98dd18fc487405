using System.Globalization;

namespace CephActors.Encoding;

/// <summary>The lower-case words Ceph writes for entity types. Ceph: <c>src/common/ceph_strings.cc</c>, <c>ceph_entity_type_name</c>.</summary>
internal static class EntityTypes
{
    public static string NameOf(EntityType type) => type switch
    {
        EntityType.Mon => "mon",
        EntityType.Mds => "mds",
        EntityType.Osd => "osd",
        EntityType.Client => "client",
        EntityType.Mgr => "mgr",
        EntityType.Auth => "auth",
        EntityType.None => "none",
        EntityType.Any => "any",
        _ => "type" + ((byte)type).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Reads the word of a type that can stand in a name; <c>none</c> and <c>any</c> cannot.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out EntityType type)
    {
        type = text switch
        {
            "mon" => EntityType.Mon,
            "mds" => EntityType.Mds,
            "osd" => EntityType.Osd,
            "client" => EntityType.Client,
            "mgr" => EntityType.Mgr,
            "auth" => EntityType.Auth,
            _ => EntityType.None,
        };
        return type != EntityType.None;
    }
}
