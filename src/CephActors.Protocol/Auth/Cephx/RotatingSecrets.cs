using CephActors.Encoding;

namespace CephActors.Auth.Cephx;

/// <summary>
/// The secrets of a service that tickets are sealed with, by number: previous, current and next.
/// <c>u8 1, map&lt;u64, ExpiringKey&gt;, u64 max_ver</c> with <c>ExpiringKey = u8 1, key, utime expires</c>. Ceph: <c>RotatingSecrets</c>.
/// </summary>
internal sealed record RotatingSecrets(IReadOnlyDictionary<ulong, ExpiringKey> Keys, ulong MaxVersion) : ICephxStruct<RotatingSecrets>
{
    private const int MinEntrySize = 8 + 1 + 12 + 8;

    public static RotatingSecrets Read(ref WireReader reader)
    {
        _ = reader.ReadU8("rotating.version");
        var count = reader.ReadCount(MinEntrySize, "rotating.count");
        var keys = new Dictionary<ulong, ExpiringKey>(count);
        for (var i = 0; i < count && !reader.Failed; i++)
        {
            var id = reader.ReadU64("rotating.id");
            keys[id] = ExpiringKey.Read(ref reader);
        }

        return new RotatingSecrets(keys, reader.ReadU64("rotating.max_ver"));
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(1);
        writer.WriteU32((uint)Keys.Count);
        foreach (var (id, key) in Keys.OrderBy(entry => entry.Key))
        {
            writer.WriteU64(id);
            key.Write(writer);
        }

        writer.WriteU64(MaxVersion);
    }
}

/// <summary>One rotating secret with the end of its life.</summary>
internal sealed record ExpiringKey(CryptoKey Key, UTime Expires) : ICephxStruct<ExpiringKey>
{
    public static ExpiringKey Read(ref WireReader reader)
    {
        _ = reader.ReadU8("expiring_key.version");
        return new ExpiringKey(CryptoKey.Read(ref reader), reader.ReadUTime("expiring_key.expires"));
    }

    public void Write(WireWriter writer)
    {
        writer.WriteU8(1);
        Key.Write(writer);
        writer.WriteUTime(Expires);
    }
}
