using System.Buffers;

namespace CephActors.Tool.Demo;

/// <summary>
/// Both ends of the demonstration compute from one seed what every message must be like, so a receiver knows the size,
/// the priority and each byte of what it should get. Messages of a direction are numbered from 0.
/// </summary>
internal sealed class TrafficPlan
{
    /// <summary>The largest payload, in bytes.</summary>
    public const int LargestSize = 1 << 20;

    /// <summary>Below 64 the dispatch queue shares by weight, from there on it is strict: both are in the mix.</summary>
    private static readonly int[] Priorities =
    [
        10,
        32,
        MessagePriority.Low,
        MessagePriority.Default,
        MessagePriority.Default,
        MessagePriority.Default,
        MessagePriority.High,
        MessagePriority.Highest,
    ];

    private readonly byte[] _block = new byte[2 * LargestSize];
    private readonly ulong _seed;

    public TrafficPlan(int seed)
    {
        _seed = (uint)seed;
        new Random(seed).NextBytes(_block);
    }

    /// <summary>The message with this number; after 2^31 of them they come again.</summary>
    public PlannedMessage this[int direction, long index]
    {
        get
        {
            var random = Mix((_seed << 32) ^ ((ulong)direction << 31) ^ ((ulong)index & int.MaxValue));
            var size = index switch
            {
                0 => 0,
                1 => LargestSize,
                _ => SizeOf((int)(random % 1000), (int)((random >> 10) & 0xfffff)),
            };
            return new PlannedMessage((int)((random >> 30) & (LargestSize - 1)), size, Priorities[random >> 61]);
        }
    }

    /// <summary>The payload a message must have.</summary>
    public ReadOnlyMemory<byte> PayloadOf(in PlannedMessage message) => _block.AsMemory(message.Offset, message.Size);

    /// <summary>Whether these are the bytes of that message.</summary>
    public bool Matches(in PlannedMessage message, in ReadOnlySequence<byte> payload)
    {
        if (payload.Length != message.Size)
            return false;
        var expected = PayloadOf(message).Span;
        foreach (var segment in payload)
        {
            if (!segment.Span.SequenceEqual(expected[..segment.Length]))
                return false;
            expected = expected[segment.Length..];
        }

        return true;
    }

    /// <summary>Mostly small, as in a cluster: 3 KiB on average, with a few up to the largest.</summary>
    private static int SizeOf(int perMille, int random) => perMille switch
    {
        < 100 => 0,
        < 700 => 1 + (random % 256),
        < 950 => 256 + (random % 3840),
        < 995 => 4096 + (random % (60 << 10)),
        < 999 => (64 << 10) + (random % (192 << 10)),
        _ => (256 << 10) + (random % ((768 << 10) + 1)),
    };

    /// <summary>A number that looks random for each input: the finalizer of SplitMix64.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9e3779b97f4a7c15;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
