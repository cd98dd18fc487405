using System.Globalization;

namespace CephActors.Configuration;

/// <summary>Reads sets of feature bits.</summary>
internal static class FeatureSets
{
    private const string Allowed = "all, none, or a number such as 0x2201 with no bit outside CephFeatures.All (0x3f01cfbdfffdffff)";

    /// <summary>What a messenger offers; a peer could not even send us a message without the short message header.</summary>
    public static ulong ReadSupported(SettingsReader reader, string key)
    {
        ulong features = Read(reader, key);
        return CephFeatures.HasFeature(features, CephFeatures.NoSrcAddr)
            ? features
            : throw reader.Refuse(key, $"{Allowed}; bit 1 (NOSRCADDR) must be among them");
    }

    /// <summary>What a messenger asks of its peers; it must offer the same itself.</summary>
    public static ulong ReadRequired(SettingsReader reader, string key, ulong supported)
    {
        ulong features = Read(reader, key);
        return CephFeatures.HasFeature(supported, features)
            ? features
            : throw reader.Refuse(key, $"{Allowed}, and none that is not supported as well");
    }

    private static ulong Read(SettingsReader reader, string key) => reader.Parsed(key, Allowed, (string text, out ulong value) =>
    {
        value = text == "all" ? CephFeatures.All : 0;
        if (text is "all" or "none")
            return true;
        bool read = text.StartsWith("0x", StringComparison.Ordinal)
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return read && CephFeatures.HasFeature(CephFeatures.All, value);
    });
}
