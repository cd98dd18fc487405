namespace CephActors.Framing.V2;

/// <summary>
/// Every byte of one direction before the signatures, of which there is a key only at the end. Bounded: a peer that talks on
/// without ever being done is not remembered at any length. Not thread-safe.
/// </summary>
internal sealed class Transcript
{
    /// <summary>The most it takes, in bytes: several times the longest handshake of real peers.</summary>
    public const int MaxLength = 256 << 10;

    private byte[] _bytes = [];

    /// <summary>How many bytes it has.</summary>
    public int Length { get; private set; }

    /// <summary>Appends bytes; false, and nothing is appended, if they would exceed <see cref="MaxLength"/>.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxLength - Length)
            return false;
        if (bytes.Length > _bytes.Length - Length)
            Array.Resize(ref _bytes, Math.Min(MaxLength, Math.Max(_bytes.Length * 2, Length + bytes.Length)));
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
        return true;
    }

    /// <summary>The signature over all of it.</summary>
    /// <param name="sessionKey">The session key's secret; empty with a method that has none.</param>
    public AuthSignature Sign(ReadOnlySpan<byte> sessionKey) => AuthSignature.Compute(sessionKey, _bytes.AsSpan(0, Length));

    /// <summary>Forgets everything.</summary>
    public void Clear() => (_bytes, Length) = ([], 0);
}
