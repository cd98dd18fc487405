using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CephActors.Encoding;

namespace CephActors;

/// <summary>
/// Who a messenger is: a type and a number, such as <c>osd.0</c>. Nine bytes on the wire: type (1), number (8, signed).
/// Ceph: <c>src/msg/msg_types.h</c>, <c>entity_name_t</c>.
/// </summary>
/// <param name="Type">What kind of process it is.</param>
/// <param name="Num">
/// Its number within the type. Any negative number means "not yet assigned", as for a client before it has authenticated;
/// <see cref="Unassigned"/> is the usual one.
/// </param>
public readonly record struct EntityName(EntityType Type, long Num)
{
    /// <summary>Length of an encoded name, in bytes.</summary>
    public const int WireSize = 9;

    /// <summary>The number of an entity that has none yet.</summary>
    public const long Unassigned = -1;

    /// <summary>True once a number has been assigned, that is, when <see cref="Num"/> is not negative.</summary>
    public bool IsAssigned => Num >= 0;

    /// <summary>Names a monitor by its rank.</summary>
    /// <param name="num">Rank in the monitor map.</param>
    public static EntityName Mon(long num) => new(EntityType.Mon, num);

    /// <summary>Names an object storage daemon.</summary>
    /// <param name="num">Its id in the OSD map.</param>
    public static EntityName Osd(long num) => new(EntityType.Osd, num);

    /// <summary>Names a metadata server.</summary>
    /// <param name="num">Its rank.</param>
    public static EntityName Mds(long num) => new(EntityType.Mds, num);

    /// <summary>Names a manager daemon.</summary>
    /// <param name="num">Its global id.</param>
    public static EntityName Mgr(long num) => new(EntityType.Mgr, num);

    /// <summary>Names a client.</summary>
    /// <param name="num">Its global id, or <see cref="Unassigned"/> before it has one.</param>
    public static EntityName Client(long num) => new(EntityType.Client, num);

    /// <summary>Reads a name such as <c>osd.0</c>, <c>client.-1</c> or <c>client.?</c> (the way Ceph's logs write an unassigned number).</summary>
    /// <param name="text">Type word, a dot, a decimal number or a question mark.</param>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static EntityName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var name)
            ? name
            : throw new FormatException(
                $"'{text}' is not an entity name; write TYPE.NUMBER with a type of mon, mds, osd, client, mgr or auth, such as osd.0.");
    }

    /// <summary>Reads a name as <see cref="Parse"/> does, without throwing.</summary>
    /// <param name="text">The text; null is refused.</param>
    /// <param name="name">The name, or the default value.</param>
    /// <returns>Whether the text was a name.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out EntityName name)
    {
        name = default;
        if (text is null)
            return false;
        int dot = text.IndexOf('.');
        if (dot <= 0 || !EntityTypes.TryParse(text.AsSpan(0, dot), out var type))
            return false;
        var number = text.AsSpan(dot + 1);
        if (number is "?")
        {
            name = new EntityName(type, Unassigned);
            return true;
        }
        if (!long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long num))
            return false;
        name = new EntityName(type, num);
        return true;
    }

    /// <summary>The name as text: <c>osd.0</c>, <c>client.-1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EntityTypes.NameOf(Type)}.{Num}");
}
