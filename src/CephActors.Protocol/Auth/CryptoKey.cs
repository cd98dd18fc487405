using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using CephActors.Auth;
using CephActors.Encoding;

namespace CephActors;

/// <summary>
/// A shared secret as a keyring holds it: an AES-128 key with the time it was made.
/// The secret itself is never printed by <see cref="ToString"/>; ask for it with <see cref="ToBase64"/>.
/// Ceph: <c>src/auth/Crypto.h</c>, <c>CryptoKey</c>.
/// </summary>
public sealed class CryptoKey
{
    /// <summary>Bytes of the secret that AES-128 uses; shorter secrets are refused.</summary>
    public const int AesKeySize = 16;

    /// <summary>The only key type understood here: AES-128.</summary>
    internal const ushort AesType = 1;

    // What a failed read returns; the reader's failure flag keeps it from being used.
    private static readonly CryptoKey Unread = new(default, new byte[AesKeySize]);

    private readonly byte[] _secret;
    private readonly UTime _created;

    internal CryptoKey(UTime created, byte[] secret)
    {
        _created = created;
        _secret = secret;
    }

    /// <summary>Makes a key from raw bytes.</summary>
    /// <param name="secret">The secret, 16 to 65535 bytes. AES uses the first 16.</param>
    /// <param name="created">When the key was made; information only.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The secret is shorter than 16 or longer than 65535 bytes.</exception>
    public static CryptoKey FromSecret(ReadOnlySpan<byte> secret, DateTimeOffset created = default)
    {
        if (secret.Length is < AesKeySize or > ushort.MaxValue)
            throw new ArgumentException($"A secret has {AesKeySize} to {ushort.MaxValue} bytes, not {secret.Length}.", nameof(secret));
        return new CryptoKey(created == default ? default : UTime.From(created), secret.ToArray());
    }

    /// <summary>Makes a new key out of the random numbers handed in.</summary>
    internal static CryptoKey Generate(Func<ulong> random, DateTimeOffset now) => new(UTime.From(now), RandomBytes.Take(random, AesKeySize));

    /// <summary>When the key was made.</summary>
    public DateTimeOffset Created => _created.ToDateTimeOffset();

    /// <summary>All bytes of the secret: AES takes the first 16, HMAC all of them.</summary>
    internal ReadOnlySpan<byte> Secret => _secret;

    internal ReadOnlySpan<byte> AesKey => _secret.AsSpan(0, AesKeySize);

    /// <summary>Reads the printed form of a key, as in <c>key = AQ...==</c> of a keyring.</summary>
    /// <param name="base64">Base64 of the encoded key; white space around it is ignored.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The text is no key; the message says why and does not repeat the text.</exception>
    public static CryptoKey Parse(string base64) =>
        TryParse(base64, out var key, out var error) ? key : throw new FormatException(error);

    /// <summary>Reads the printed form of a key without throwing.</summary>
    /// <param name="base64">Base64 of the encoded key, or null.</param>
    /// <param name="key">The key, if the text is one.</param>
    /// <returns>Whether the text is a key.</returns>
    public static bool TryParse(string? base64, [NotNullWhen(true)] out CryptoKey? key) => TryParse(base64, out key, out _);

    internal static bool TryParse(string? base64, [NotNullWhen(true)] out CryptoKey? key, [NotNullWhen(false)] out string? error)
    {
        key = null;
        error = null;
        var text = base64.AsSpan().Trim();
        var bytes = new byte[text.Length];
        if (text.IsEmpty || !Convert.TryFromBase64Chars(text, bytes, out var length))
        {
            error = "A key is base64 text as printed by ceph-authtool; this is not base64.";
            return false;
        }

        var reader = new WireReader(bytes.AsSpan(0, length));
        var read = Read(ref reader);
        CryptographicOperations.ZeroMemory(bytes);
        if (reader.Failed)
        {
            error = $"This base64 text is no usable key: {reader.Error.Reason}.";
            return false;
        }

        key = read;
        return true;
    }

    /// <summary>The printed form of the key, secret included. Keep it out of logs.</summary>
    /// <returns>Base64 of the encoded key.</returns>
    public string ToBase64()
    {
        var writer = new WireWriter();
        Write(writer);
        return Convert.ToBase64String(writer.Written);
    }

    /// <summary>A description without the secret.</summary>
    /// <returns>For example <c>aes key of 2026-11-22T15:36:23Z</c>.</returns>
    public override string ToString() => $"aes key of {Created.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";

    /// <summary>Whether both hold the same secret, compared in constant time.</summary>
    internal bool HasSameSecret(CryptoKey other) => CryptographicOperations.FixedTimeEquals(_secret, other._secret);

    /// <summary>u16 type, utime created, u16 length, secret.</summary>
    internal static CryptoKey Read(ref WireReader reader)
    {
        var type = reader.ReadU16("key.type");
        var created = reader.ReadUTime("key.created");
        var length = reader.ReadU16("key.length");
        if (reader.Failed)
            return Unread;
        if (type != AesType)
        {
            reader.Fail("key.type", $"key type {type} is not supported, only type {AesType} (AES) is");
            return Unread;
        }

        if (length < AesKeySize)
        {
            reader.Fail("key.length", $"a secret of {length} bytes is too short, {AesKeySize} are needed");
            return Unread;
        }

        var secret = reader.ReadBytes(length, "key.secret");
        return reader.Failed ? Unread : new CryptoKey(created, secret.ToArray());
    }

    internal void Write(WireWriter writer)
    {
        writer.WriteU16(AesType);
        writer.WriteUTime(_created);
        writer.WriteU16((ushort)_secret.Length);
        writer.WriteBytes(_secret);
    }
}
