namespace CephActors.Simulation;

/// <summary>A small generator whose numbers follow from its seed alone, on every platform (splitmix64).</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9e3779b97f4a7c15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    /// <summary>A number from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public long Between(long from, long to) => from + (long)(Next() % (ulong)(to - from + 1));

    /// <summary>As <see cref="Between(long, long)"/>.</summary>
    public int Between(int from, int to) => (int)Between((long)from, to);

    /// <summary>A number from <paramref name="from"/> to <paramref name="to"/>, each order of magnitude as likely as another.</summary>
    public long Spread(long from, long to) => (long)(from * Math.Pow((double)to / from, Fraction()));

    /// <summary>True so many times out of a hundred.</summary>
    public bool Chance(int percent) => Next() % 100 < (ulong)percent;

    public T Pick<T>(params ReadOnlySpan<T> values) => values[(int)(Next() % (ulong)values.Length)];

    private double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));
}
