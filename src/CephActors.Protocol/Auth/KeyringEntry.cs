namespace CephActors;

/// <summary>One entity of a keyring: its name, its key and what it may do.</summary>
/// <param name="Name">The entity, for example <c>client.admin</c>.</param>
/// <param name="Key">Its secret; not printed.</param>
/// <param name="Caps">Capabilities by service, for example <c>mon</c> to <c>allow *</c>. Monitors keep their own record; these are information.</param>
public sealed record KeyringEntry(AuthEntityName Name, CryptoKey Key, IReadOnlyDictionary<string, string> Caps);
