using System.Numerics;

namespace CephActors.Dispatch;

/// <summary>
/// The set of priorities in use, as three levels of bits, so that finding the highest or the next one costs the same
/// for one priority and for all of them. A priority is what a message header can carry: 0 to 65 535.
/// </summary>
internal sealed class PriorityBitmap
{
    internal const int Limit = 1 << 16;

    private readonly ulong[] _low = new ulong[1024];
    private readonly ulong[] _middle = new ulong[16];
    private ulong _top;

    internal void Add(int priority)
    {
        int low = priority >> 6;
        _low[low] |= 1UL << (priority & 63);
        _middle[low >> 6] |= 1UL << (low & 63);
        _top |= 1UL << (low >> 6);
    }

    internal void Remove(int priority)
    {
        int low = priority >> 6;
        if ((_low[low] &= ~(1UL << (priority & 63))) != 0)
            return;
        if ((_middle[low >> 6] &= ~(1UL << (low & 63))) == 0)
            _top &= ~(1UL << (low >> 6));
    }

    /// <summary>The lowest priority in the set that is above <paramref name="priority"/>, or -1.</summary>
    internal int Above(int priority)
    {
        int low = priority >> 6;
        if (priority >= 0 && MaskAbove(_low[low], priority) is var bits and not 0)
            return (low << 6) | BitOperations.TrailingZeroCount(bits);
        if ((low = LowAbove(priority < 0 ? -1 : low)) < 0)
            return -1;
        return (low << 6) | BitOperations.TrailingZeroCount(_low[low]);
    }

    /// <summary>The highest priority in the set that is below <paramref name="priority"/>, or -1.</summary>
    internal int Below(int priority)
    {
        int low = priority >> 6;
        if (priority < Limit && MaskBelow(_low[low], priority) is var bits and not 0)
            return (low << 6) | BitOperations.Log2(bits);
        if ((low = LowBelow(priority >= Limit ? _low.Length : low)) < 0)
            return -1;
        return (low << 6) | BitOperations.Log2(_low[low]);
    }

    private int LowAbove(int low)
    {
        if (low >= 0 && MaskAbove(_middle[low >> 6], low) is var bits and not 0)
            return ((low >> 6) << 6) | BitOperations.TrailingZeroCount(bits);
        ulong top = low < 0 ? _top : MaskAbove(_top, low >> 6);
        if (top == 0)
            return -1;
        int middle = BitOperations.TrailingZeroCount(top);
        return (middle << 6) | BitOperations.TrailingZeroCount(_middle[middle]);
    }

    private int LowBelow(int low)
    {
        if (low < _low.Length && MaskBelow(_middle[low >> 6], low) is var bits and not 0)
            return ((low >> 6) << 6) | BitOperations.Log2(bits);
        ulong top = low >= _low.Length ? _top : MaskBelow(_top, low >> 6);
        if (top == 0)
            return -1;
        int middle = BitOperations.Log2(top);
        return (middle << 6) | BitOperations.Log2(_middle[middle]);
    }

    // Shifting twice: a shift by 64 would be a shift by 0.
    private static ulong MaskAbove(ulong bits, int index) => bits & (ulong.MaxValue << (index & 63) << 1);

    private static ulong MaskBelow(ulong bits, int index) => bits & ~(ulong.MaxValue << (index & 63));
}
