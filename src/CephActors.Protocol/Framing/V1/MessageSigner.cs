using System.Buffers.Binary;
using System.Security.Cryptography;
using CephActors.Auth;

namespace CephActors.Framing.V1;

/// <summary>
/// Signs messages with the session key of a cephx connection. Ceph: <c>src/auth/cephx/CephxSessionHandler.cc</c>, <c>_calc_signature</c>.
/// </summary>
/// <remarks>
/// The signature is a fold of an AES-128-CBC encryption of checksums, lengths and seq, so it protects the content only as far as the
/// checksums do. Only the first one or two blocks of the ciphertext enter it; they are chained here by hand over a
/// transform that lives as long as the signer, because the one-shot calls set up a cipher for every message.
/// <see cref="Sign"/> and <see cref="Verify"/> may run at the same time, each on one thread.
/// </remarks>
internal sealed class MessageSigner
{
    private readonly bool _cephxV2;
    private readonly BlockCipher _outgoing;
    private readonly BlockCipher _incoming;

    /// <param name="key">The session key; its first 16 bytes count.</param>
    /// <param name="cephxV2">Whether the agreed features contain CEPHX_V2, which brought lengths and seq into the signature.</param>
    /// <exception cref="ArgumentException">The key is shorter than 16 bytes.</exception>
    public MessageSigner(ReadOnlySpan<byte> key, bool cephxV2)
    {
        if (key.Length < CryptoKey.AesKeySize)
            throw new ArgumentException($"A session key has at least {CryptoKey.AesKeySize} bytes, this one {key.Length}.", nameof(key));

        _cephxV2 = cephxV2;
        using var aes = Aes.Create();
        aes.Key = key[..CryptoKey.AesKeySize].ToArray();
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        _outgoing = new BlockCipher(aes.CreateEncryptor());
        _incoming = new BlockCipher(aes.CreateEncryptor());
    }

    /// <summary>The signature of an outgoing message whose checksums are set.</summary>
    public ulong Sign(in MessageHeader header, in MessageFooter footer) => Compute(_outgoing, header, footer);

    /// <summary>Whether a received message has the signature it ought to have.</summary>
    /// <remarks>Like Ceph this compares the signature alone; the flag that says "signed" is not covered by anything.</remarks>
    public bool Verify(in MessageHeader header, in MessageFooter footer) => Compute(_incoming, header, footer) == footer.Signature;

    private ulong Compute(BlockCipher cipher, in MessageHeader header, in MessageFooter footer)
    {
        cipher.Restart();
        var block = cipher.Input;
        if (!_cephxV2)
        {
            block[0] = 1;
            BinaryPrimitives.WriteUInt64LittleEndian(block[1..], CephxCipher.Magic);
            BinaryPrimitives.WriteUInt32LittleEndian(block[9..], 16);
            Span<byte> crc = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(crc, header.Crc);
            crc[..3].CopyTo(block[13..]);
            return cipher.Encrypt().First;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(block, header.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(block[4..], footer.FrontCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(block[8..], header.FrontLength);
        BinaryPrimitives.WriteUInt32LittleEndian(block[12..], footer.MiddleCrc);
        var one = cipher.Encrypt();
        BinaryPrimitives.WriteUInt32LittleEndian(block, header.MiddleLength);
        BinaryPrimitives.WriteUInt32LittleEndian(block[4..], footer.DataCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(block[8..], header.DataLength);
        BinaryPrimitives.WriteUInt32LittleEndian(block[12..], (uint)header.Seq);
        var two = cipher.Encrypt();
        return one.First ^ one.Second ^ two.First ^ two.Second;
    }
}
