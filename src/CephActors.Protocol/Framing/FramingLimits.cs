namespace CephActors.Framing;

/// <summary>The longest parts accepted from a peer, in bytes. A longer one is refused before anything is reserved for it.</summary>
internal sealed record FramingLimits
{
    /// <summary>What is allocated ahead of arrival for any one message at most, and the size of the blocks of longer data.</summary>
    public const int BlockSize = 1 << 20;

    /// <param name="front">The longest front.</param>
    /// <param name="middle">The longest middle.</param>
    /// <param name="data">The longest data.</param>
    /// <param name="authorizer">The longest authorizer, at most 1 MiB.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is negative, or the parts together exceed 1 GiB.</exception>
    public FramingLimits(int front, int middle, int data, int authorizer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(front);
        ArgumentOutOfRangeException.ThrowIfNegative(middle);
        ArgumentOutOfRangeException.ThrowIfNegative(data);
        ArgumentOutOfRangeException.ThrowIfNegative(authorizer);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(authorizer, BlockSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)front + middle + data, 1L << 30, "front + middle + data");
        (Front, Middle, Data, Authorizer) = (front, middle, data, authorizer);
    }

    /// <summary>16 MiB of front and middle, 128 MiB of data, 4096 bytes of authorizer.</summary>
    public static FramingLimits Default { get; } = new(16 << 20, 16 << 20, 128 << 20, 4096);

    /// <summary>The longest front.</summary>
    public int Front { get; }

    /// <summary>The longest middle.</summary>
    public int Middle { get; }

    /// <summary>The longest data.</summary>
    public int Data { get; }

    /// <summary>The longest authorizer or reply to one.</summary>
    public int Authorizer { get; }
}
