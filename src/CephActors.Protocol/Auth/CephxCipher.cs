using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Auth;

/// <summary>
/// The cipher under everything in cephx: AES-128-CBC with one fixed initialisation vector, PKCS#7 padding, and the envelope
/// <c>u8 1, u64 magic, structure</c> around sealed structures. Ceph: <c>src/auth/Crypto.cc</c>, <c>CryptoAESKeyHandler</c>;
/// <c>src/auth/cephx/CephxProtocol.h</c>, <c>encode_encrypt_enc_bl</c> and <c>decode_decrypt_enc_bl</c>.
/// </summary>
internal static class CephxCipher
{
    public const ulong Magic = 0xff009cad8826aa55;

    public const int BlockSize = 16;

    public static ReadOnlySpan<byte> InitializationVector => "cephsageyudagreg"u8;

    /// <summary>Encrypts with 1 to 16 bytes of padding.</summary>
    public static byte[] Encrypt(CryptoKey key, ReadOnlySpan<byte> plaintext)
    {
        using var aes = Aes.Create();
        aes.SetKey(key.AesKey);
        return aes.EncryptCbc(plaintext, InitializationVector, PaddingMode.PKCS7);
    }

    /// <summary>
    /// Decrypts. Only the last byte decides how much padding goes; its neighbours are not compared,
    /// so a forger learns nothing from which ciphertexts are refused.
    /// </summary>
    public static bool TryDecrypt(CryptoKey key, ReadOnlySpan<byte> ciphertext, [NotNullWhen(true)] out byte[]? plaintext)
    {
        plaintext = null;
        if (ciphertext.Length < BlockSize || ciphertext.Length % BlockSize != 0)
            return false;
        using var aes = Aes.Create();
        aes.SetKey(key.AesKey);
        var padded = aes.DecryptCbc(ciphertext, InitializationVector, PaddingMode.None);
        var padding = Math.Min((int)padded[^1], BlockSize);
        plaintext = padded[..^padding];
        CryptographicOperations.ZeroMemory(padded);
        return true;
    }

    /// <summary>Seals a structure; the result is bare ciphertext without a length.</summary>
    public static byte[] Seal<T>(CryptoKey key, T value)
        where T : ICephxStruct<T>
    {
        var writer = new WireWriter();
        writer.WriteU8(1);
        writer.WriteU64(Magic);
        value.Write(writer);
        return Encrypt(key, writer.Written);
    }

    /// <summary>Opens bare ciphertext made by <see cref="Seal"/>; false for a wrong key or damaged bytes.</summary>
    public static bool TryUnseal<T>(CryptoKey key, ReadOnlySpan<byte> ciphertext, [MaybeNullWhen(false)] out T value)
        where T : ICephxStruct<T>
    {
        value = default;
        if (!TryDecrypt(key, ciphertext, out var plaintext))
            return false;
        var reader = new WireReader(plaintext);
        _ = reader.ReadU8("envelope.version");
        var magic = reader.ReadU64("envelope.magic");
        if (reader.Failed || !SameNumber(magic, Magic))
            return false;
        var read = T.Read(ref reader);
        if (reader.Failed)
            return false;
        value = read;
        return true;
    }

    /// <summary>Writes the sealed structure with its length in front.</summary>
    public static void WriteSealed<T>(WireWriter writer, CryptoKey key, T value)
        where T : ICephxStruct<T> => writer.WriteBlob(Seal(key, value));

    /// <summary>Compares two numbers in constant time.</summary>
    public static bool SameNumber(ulong left, ulong right)
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, left);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[sizeof(ulong)..], right);
        return CryptographicOperations.FixedTimeEquals(bytes[..sizeof(ulong)], bytes[sizeof(ulong)..]);
    }

    /// <summary>
    /// What a client answers to a monitor's challenge: the sealed pair of challenges, length prefix included, folded into one number.
    /// A last partial word is left out. Ceph: <c>cephx_calc_client_server_challenge</c>.
    /// </summary>
    public static ulong ChallengeResponse(CryptoKey secret, ulong serverChallenge, ulong clientChallenge)
    {
        var writer = new WireWriter();
        WriteSealed(writer, secret, new ChallengeBlob(serverChallenge, clientChallenge));
        var rest = writer.Written;
        ulong response = 0;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
            response ^= BinaryPrimitives.ReadUInt64LittleEndian(rest);
        return response;
    }
}
