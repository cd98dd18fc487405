namespace CephActors.Messages;

/// <summary>Orders strings as their UTF-8 bytes: like ordinal order, but with what lies beyond 16 bits at the end.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static readonly Utf8Order Instance = new();

    private Utf8Order()
    {
    }

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        int common = x.AsSpan().CommonPrefixLength(y);
        if (common == x.Length || common == y.Length)
            return x.Length - y.Length;
        bool surrogate = char.IsSurrogate(x[common]);
        return surrogate == char.IsSurrogate(y[common]) ? x[common] - y[common] : surrogate ? 1 : -1;
    }
}
