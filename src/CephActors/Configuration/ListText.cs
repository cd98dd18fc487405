namespace CephActors.Configuration;

/// <summary>Lists as Ceph writes them in one line.</summary>
internal static class ListText
{
    /// <summary>The entries of a list, without those that are empty; what stands in brackets, such as a vector of addresses, is not taken apart.</summary>
    /// <param name="text">The list.</param>
    /// <param name="separators">Any of these characters stands between two entries.</param>
    public static IEnumerable<string> Split(string text, string separators)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length)
            {
                depth += text[i] switch { '[' => 1, ']' => -1, _ => 0 };
                if (depth > 0 || !separators.Contains(text[i], StringComparison.Ordinal))
                    continue;
            }

            if (text[start..i].Trim() is { Length: > 0 } entry)
                yield return entry;
            start = i + 1;
        }
    }
}
