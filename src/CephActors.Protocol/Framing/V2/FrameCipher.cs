using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CephActors.Framing.V2;

/// <summary>
/// AES-128-GCM of one direction of one socket. Each piece gets the next nonce, so pieces have to come in order.
/// Ceph: <c>src/msg/async/crypto_onwire.cc</c>, <c>AES128GCM_OnWireTxHandler</c> and <c>…RxHandler</c>.
/// </summary>
/// <remarks>
/// A nonce is a fixed part of 4 bytes and a counter of 8. Revision 1 counts in the counter, revision 0 in the fixed part, as Ceph does;
/// what counts wraps around. Not thread-safe.
/// </remarks>
internal sealed class FrameCipher : IDisposable
{
    /// <summary>Bytes of the tag behind every piece.</summary>
    public const int TagSize = 16;

    private const int NonceSize = SecurePhase.NonceSize;
    private const int FixedSize = sizeof(uint);
    private const int BlockSize = 16;

    private readonly AesGcm _gcm;
    private readonly Aes? _blocks;
    private readonly FrameRevision _revision;
    private readonly byte[] _initial;
    private readonly byte[] _nonce;
    private bool _used;

    /// <param name="key">The key of both directions.</param>
    /// <param name="nonce">The first nonce of this direction.</param>
    /// <param name="revision">Decides which part of the nonce counts.</param>
    public FrameCipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, FrameRevision revision)
    {
        _gcm = new AesGcm(key, TagSize);
        _initial = nonce.ToArray();
        _nonce = nonce.ToArray();
        _revision = revision;
        if (revision == FrameRevision.Zero)
        {
            _blocks = Aes.Create();
            _blocks.SetKey(key);
        }
    }

    /// <summary>Encrypts a piece where it stands and writes its tag behind it.</summary>
    /// <param name="piece">Plaintext, and room for the tag.</param>
    /// <exception cref="InvalidOperationException">Every nonce was used once: the socket has to end, the next one gets a new key.</exception>
    public void Seal(Span<byte> piece)
    {
        if (_used && _nonce.AsSpan().SequenceEqual(_initial))
            throw new InvalidOperationException("All nonces of this socket's key are used up; only a new socket, with a new key, may go on.");
        var text = piece[..^TagSize];
        _gcm.Encrypt(_nonce, text, text, piece[^TagSize..]);
        _used = true;
        Count();
    }

    /// <summary>Decrypts a piece where it stands; false if the piece, or its place in the stream, is not what the peer sent.</summary>
    /// <param name="piece">Ciphertext with the tag behind it, which stays.</param>
    public bool TryOpen(Span<byte> piece)
    {
        var text = piece[..^TagSize];
        try
        {
            _gcm.Decrypt(_nonce, text, piece[^TagSize..], text);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        Count();
        return true;
    }

    /// <summary>
    /// Decrypts the first two blocks of the next piece without knowing yet whether they are genuine: revision 0 states lengths in them, and tells
    /// only at its very end whether they are right. The nonce stays. Only for revision 0.
    /// </summary>
    public void Peek(ReadOnlySpan<byte> blocks, Span<byte> output)
    {
        // The counter mode inside GCM: block n of the text is masked with the encrypted nonce and n + 2.
        Span<byte> counters = stackalloc byte[2 * BlockSize];
        for (var i = 0; i < 2; i++)
        {
            _nonce.CopyTo(counters[(i * BlockSize)..]);
            BinaryPrimitives.WriteInt32BigEndian(counters[((i * BlockSize) + NonceSize)..], i + 2);
        }

        Span<byte> mask = stackalloc byte[2 * BlockSize];
        _blocks!.EncryptEcb(counters, mask, PaddingMode.None);
        for (var i = 0; i < mask.Length; i++)
            output[i] = (byte)(blocks[i] ^ mask[i]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gcm.Dispose();
        _blocks?.Dispose();
    }

    private void Count()
    {
        if (_revision == FrameRevision.Zero)
        {
            var number = BinaryPrimitives.ReadUInt32LittleEndian(_nonce);
            BinaryPrimitives.WriteUInt32LittleEndian(_nonce, unchecked(number + 1));
        }
        else
        {
            var counter = _nonce.AsSpan(FixedSize);
            BinaryPrimitives.WriteUInt64LittleEndian(counter, unchecked(BinaryPrimitives.ReadUInt64LittleEndian(counter) + 1));
        }
    }
}
