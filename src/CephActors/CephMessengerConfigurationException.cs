namespace CephActors;

/// <summary>
/// A setting below <c>ceph</c> has a value that is not allowed, or there is no such setting. Thrown when a messenger is
/// created, never later; nothing falls back to a default in silence.
/// </summary>
public sealed class CephMessengerConfigurationException : CephMessengerException
{
    /// <summary>Reports a setting.</summary>
    /// <param name="key">Its full path, such as <c>ceph.messenger.max-backoff</c>.</param>
    /// <param name="value">The value as it was written; null if there is none.</param>
    /// <param name="allowed">What would be allowed, such as <c>a time from 1ms to 1h</c>.</param>
    public CephMessengerConfigurationException(string key, string? value, string allowed)
        : base(value is null ? $"{key} is not set; it takes {allowed}." : $"{key} = \"{value}\" is not allowed; it takes {allowed}.")
    {
        Key = key;
        Value = value;
        Allowed = allowed;
    }

    private CephMessengerConfigurationException(string key, string message)
        : base(message)
    {
        Key = key;
        Allowed = "";
    }

    /// <summary>The full path of the setting.</summary>
    public string Key { get; }

    /// <summary>The value as it was written; null if the setting has none or is unknown.</summary>
    public string? Value { get; private init; }

    /// <summary>What would be allowed; empty if the setting is unknown, or not allowed together with another.</summary>
    public string Allowed { get; }

    internal static CephMessengerConfigurationException Together(IReadOnlyList<string> keys, string? value, string why) =>
        new(keys[0], $"{string.Join(", ", keys)} {(keys.Count == 1 ? "is" : "are")} set, but {why}.") { Value = value };

    internal static CephMessengerConfigurationException Unknown(string key) =>
        new(key, $"{key} is no setting of CephActors; see reference.conf for those there are.");
}
