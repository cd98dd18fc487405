using System.Numerics;

namespace CephActors;

/// <summary>
/// Memory of received payloads that is used again: what was written a moment ago is still in the cache, need not be cleared and
/// costs no collection. Nothing is kept until somebody says that he gives back. Callable from any thread.
/// </summary>
/// <param name="capacity">Most bytes kept.</param>
internal sealed class PayloadPool(long capacity)
{
    /// <summary>Shorter arrays cost less than the way here.</summary>
    public const int Least = 1 << 10;

    /// <summary>Sizes between a power of two and the next: no array is longer than asked for by more than an eighth.</summary>
    private const int Steps = 8;

    private const int StepBits = 3;

    /// <summary>The longest array, a step above the longest piece that a payload is collected in: a round payload and its front fit.</summary>
    private const int Most = (1 << 20) + ((1 << 20) / Steps);

    private readonly Lock _lock = new();
    private readonly Stack<byte[]>?[] _kept = new Stack<byte[]>?[ClassOf(Most) + 1];
    private volatile bool _isUsed;
    private long _keptBytes;

    /// <summary>Bytes that wait to be used again.</summary>
    public long KeptBytes => Volatile.Read(ref _keptBytes);

    /// <summary>Whether anything can be kept.</summary>
    public bool Keeps => capacity > 0;

    /// <summary>From now on memory comes back: arrays are made in sizes that fit again.</summary>
    public void Use() => _isUsed = Keeps;

    /// <summary>Memory of a pool, or where there is none memory that nobody had, of the exact length.</summary>
    public static byte[] Rent(PayloadPool? pool, int length) => pool?.Rent(length) ?? Allocate(length);

    /// <summary>Memory for a payload, not cleared, at least as long as asked for.</summary>
    public byte[] Rent(int length)
    {
        if (!_isUsed || length is < Least or > Most)
            return Allocate(length);
        var size = ClassOf(length);
        lock (_lock)
        {
            if (_kept[size] is { } same && same.TryPop(out var array))
            {
                _keptBytes -= array.Length;
                return array;
            }
        }

        return GC.AllocateUninitializedArray<byte>(LengthOf(size));
    }

    /// <summary>
    /// Takes memory back that nobody looks at any more. Beyond the capacity it is left to the garbage collector; so is all that is
    /// kept in other sizes, if none of this size is.
    /// </summary>
    public void Return(byte[] array)
    {
        if (!_isUsed || array.Length is < Least or > Most)
            return;
        var size = ClassOf(array.Length);
        if (LengthOf(size) != array.Length || array.Length > capacity)
            return;
        lock (_lock)
        {
            var same = _kept[size] ??= [];
            if (_keptBytes + array.Length > capacity)
            {
                if (same.Count > 0)
                    return;
                foreach (var other in _kept)
                    other?.Clear();
                _keptBytes = 0;
            }

            same.Push(array);
            _keptBytes += array.Length;
        }
    }

    /// <summary>Memory that will be written at once: clearing a short piece costs less than asking for one that is not clear.</summary>
    private static byte[] Allocate(int length)
    {
        const int MaxCleared = 16 << 10;
        return length <= MaxCleared ? new byte[length] : GC.AllocateUninitializedArray<byte>(length);
    }

    /// <summary>The smallest size that holds so many bytes: its octave and its step in that.</summary>
    private static int ClassOf(int length)
    {
        var octave = BitOperations.Log2((uint)length - 1);
        var step = (length - 1) >> (octave - StepBits) & (Steps - 1);
        return ((octave - OctaveOfLeast) << StepBits) + step;
    }

    private static int LengthOf(int size)
    {
        var octave = (size >> StepBits) + OctaveOfLeast;
        return (Steps + 1 + (size & (Steps - 1))) << (octave - StepBits);
    }

    private static int OctaveOfLeast => BitOperations.Log2(Least - 1);
}
