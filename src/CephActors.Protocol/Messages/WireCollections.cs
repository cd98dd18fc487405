using CephActors.Encoding;

namespace CephActors.Messages;

/// <summary>Lists and maps of strings. Maps are written in ascending byte order of their keys and read in any. Ceph: <c>src/include/encoding.h</c>.</summary>
internal static class WireCollections
{
    private const int MinStringSize = 4;

    public static string[] ReadStrings(ref WireReader reader, string field)
    {
        int count = reader.ReadCount(MinStringSize, field);
        var strings = count == 0 ? [] : new string[count];
        for (int i = 0; i < count && !reader.Failed; i++)
            strings[i] = reader.ReadString(field);
        return strings;
    }

    public static void WriteStrings(WireWriter writer, IReadOnlyCollection<string> strings)
    {
        writer.WriteU32((uint)strings.Count);
        foreach (string text in strings)
            writer.WriteString(text);
    }

    /// <summary>Of equal keys the last one counts.</summary>
    public static SortedDictionary<string, string> ReadStringMap(ref WireReader reader, string field)
    {
        int count = reader.ReadCount(2 * MinStringSize, field);
        var map = new SortedDictionary<string, string>(Utf8Order.Instance);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            string key = reader.ReadString(field);
            map[key] = reader.ReadString(field);
        }
        return map;
    }

    public static void WriteStringMap(WireWriter writer, IReadOnlyDictionary<string, string> map)
    {
        writer.WriteU32((uint)map.Count);
        foreach (string key in map.Keys.Order(Utf8Order.Instance))
        {
            writer.WriteString(key);
            writer.WriteString(map[key]);
        }
    }
}
