using System.Diagnostics.CodeAnalysis;
using CephActors.Auth;

namespace CephActors;

/// <summary>
/// The keys of a keyring file: sections <c>[client.admin]</c> with lines <c>key = AQ...==</c> and <c>caps mon = "allow *"</c>.
/// A key file, which holds nothing but the base64 text of one key, is read as well. Ceph: <c>src/auth/KeyRing.cc</c>.
/// </summary>
public sealed class Keyring
{
    private readonly Dictionary<AuthEntityName, KeyringEntry> _entries;

    internal Keyring(IEnumerable<KeyringEntry> entries) => _entries = entries.ToDictionary(entry => entry.Name);

    /// <summary>A keyring without keys.</summary>
    public static Keyring Empty { get; } = new([]);

    /// <summary>All entries, in the order of the file.</summary>
    public IReadOnlyCollection<KeyringEntry> Entries => _entries.Values;

    /// <summary>A keyring with one key, for example one given on a command line.</summary>
    /// <param name="name">Whose key it is.</param>
    /// <param name="key">The key.</param>
    /// <returns>The keyring.</returns>
    public static Keyring Single(AuthEntityName name, CryptoKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new Keyring([new KeyringEntry(name, key, new Dictionary<string, string>())]);
    }

    /// <summary>Reads the text of a keyring file or of a key file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keyFileOwner">Whose key a key file holds; without it only keyring files are accepted.</param>
    /// <returns>The keyring.</returns>
    /// <exception cref="FormatException">The text is neither; the message names the line and never contains a key.</exception>
    public static Keyring Parse(string text, AuthEntityName? keyFileOwner = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, keyFileOwner, out var keyring, out var error) ? keyring : throw new FormatException(error);
    }

    /// <summary>Reads a keyring file or a key file from disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keyFileOwner">Whose key a key file holds; without it only keyring files are accepted.</param>
    /// <returns>The keyring.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="FormatException">The file is neither form; the message names file and line and never contains a key.</exception>
    public static Keyring Load(string path, AuthEntityName? keyFileOwner = null)
    {
        var text = File.ReadAllText(path);
        return TryParse(text, keyFileOwner, out var keyring, out var error) ? keyring : throw new FormatException($"{path}: {error}");
    }

    /// <summary>Looks up an entity's key.</summary>
    /// <param name="name">The entity.</param>
    /// <param name="key">Its key, if it has one here.</param>
    /// <returns>Whether it has one.</returns>
    public bool TryGetKey(AuthEntityName name, [NotNullWhen(true)] out CryptoKey? key)
    {
        key = Find(name)?.Key;
        return key is not null;
    }

    internal KeyringEntry? Find(AuthEntityName name) => _entries.GetValueOrDefault(name);

    /// <summary>Names only.</summary>
    /// <returns>For example <c>keyring of client.admin, osd.0</c>.</returns>
    public override string ToString() => $"keyring of {string.Join(", ", _entries.Keys)}";

    private static bool TryParse(
        string text,
        AuthEntityName? keyFileOwner,
        [NotNullWhen(true)] out Keyring? keyring,
        [NotNullWhen(false)] out string? error)
    {
        if (keyFileOwner is { } owner && CryptoKey.TryParse(text, out var key))
        {
            keyring = Single(owner, key);
            error = null;
            return true;
        }

        return KeyringParser.TryParse(text, out keyring, out error);
    }
}
