using CephActors.Auth;
using CephActors.Configuration;

namespace CephActors.Mon;

/// <summary>Finds out who a monitor client is: from its options, else from the auth section of its messenger.</summary>
internal static class MonClientIdentity
{
    /// <exception cref="MonClientException">Cephx is the only method allowed and there is no key.</exception>
    /// <exception cref="FormatException">The key or the keyring is damaged.</exception>
    /// <exception cref="IOException">The keyring or key file cannot be read.</exception>
    public static MonAuthIdentity Resolve(AuthSettings settings, MonClientOptions options)
    {
        var name = options.Name ?? settings.Entity;
        var methods = options.Methods ?? settings.ClientRequired;
        var key = methods.Contains(AuthMethod.Cephx) ? options.Key ?? LoadKey(settings, name) : null;
        if (key is null && !methods.Contains(AuthMethod.None))
        {
            throw new MonClientException(
                Encoding.Errno.ENOENT,
                $"No key for {name}: give one in the options, or set auth.key, auth.key-file or auth.keyring of the messenger, or allow the method none");
        }

        return new MonAuthIdentity(name, methods, key, MonAuthIdentity.LibradosServices);
    }

    // Ceph: KeyRing::from_ceph_context. A key outdoes a key file, and that a keyring.
    private static CryptoKey? LoadKey(AuthSettings settings, AuthEntityName name)
    {
        if (settings.Key is { } text)
            return CryptoKey.Parse(text);
        if ((settings.KeyFile ?? settings.Keyring) is not { } path)
            return null;
        return Keyring.Load(path, settings.KeyFile is null ? null : name).TryGetKey(name, out var key) ? key : null;
    }
}
