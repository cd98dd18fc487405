using System.Diagnostics.CodeAnalysis;
using CephActors.Encoding;

namespace CephActors;

/// <summary>
/// The name an entity authenticates with: a type and a free text, such as <c>client.admin</c>. It names a keyring entry and
/// is not the same as an <see cref="EntityName"/>, whose number is assigned by the cluster.
/// On the wire: type (4 bytes), id (string). Ceph: <c>src/common/entity_name.h</c>, <c>EntityName</c>.
/// </summary>
/// <param name="Type">What kind of process it is.</param>
/// <param name="Id">The part behind the dot; may be empty and may contain dots.</param>
public readonly record struct AuthEntityName(EntityType Type, string Id)
{
    // Null for an empty id, so that the default value equals a name made of nothing.
    private readonly string? _id = string.IsNullOrEmpty(Id) ? null : Id;

    /// <summary>The part behind the dot; never null.</summary>
    public string Id
    {
        get => _id ?? "";
        init => _id = string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>Reads a name such as <c>client.admin</c>.</summary>
    /// <param name="text">Type word, a dot, the id.</param>
    /// <exception cref="FormatException">The text has no dot or an unknown type.</exception>
    public static AuthEntityName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var name)
            ? name
            : throw new FormatException(
                $"'{text}' does not name an entity; write TYPE.ID with a type of mon, mds, osd, client, mgr or auth, such as client.admin.");
    }

    /// <summary>Reads a name as <see cref="Parse"/> does, without throwing.</summary>
    /// <param name="text">The text; null is refused.</param>
    /// <param name="name">The name, or the default value.</param>
    /// <returns>Whether the text was a name.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out AuthEntityName name)
    {
        name = default;
        int dot = text?.IndexOf('.') ?? -1;
        if (text is null || dot <= 0 || !EntityTypes.TryParse(text.AsSpan(0, dot), out var type))
            return false;
        name = new AuthEntityName(type, text[(dot + 1)..]);
        return true;
    }

    /// <summary>The name as keyrings write it: <c>client.admin</c>.</summary>
    public override string ToString() => $"{EntityTypes.NameOf(Type)}.{Id}";
}
