using CephActors.Encoding;

namespace CephActors.Auth.Cephx;

/// <summary>
/// The secrets of a service that tickets are sealed with, by number: previous, current and next.
/// <c>u8 1, map&lt;u64, ExpiringKey&gt;, u64 max_ver</c> with <c>ExpiringKey = u8 1, key, utime expires</c>. Ceph: <c>RotatingSecrets</c>.
/// </summary>
internal sealed record RotatingSecrets(IReadOnlyDictionary<ulong, ExpiringKey> Keys, ulong MaxVersion) : ICephxStruct<RotatingSecrets>
{
    private const int MinEntrySize = 8 + 1 + 12 + 8;

    // Ceph: KEY_ROTATE_NUM.
    private const int Kept = 3;

    /// <summary>A service that has none yet.</summary>
    public static RotatingSecrets None { get; } = new(new Dictionary<ulong, ExpiringKey>(), 0);

    /// <summary>
    /// The secret to seal with at this moment, with its number: the second oldest, unless it is over already. Its predecessor is still out there,
    /// and its successor is known to the services before it is used. Ceph: <c>KeyServerData::get_service_secret</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public (ulong Id, ExpiringKey Key) Current(DateTimeOffset now)
    {
        var ordered = Keys.OrderBy(entry => entry.Key).ToArray();
        if (ordered.Length == 0)
            throw new InvalidOperationException("There are no secrets yet: make some with Rotate.");
        var (id, key) = ordered.Skip(1).FirstOrDefault(entry => entry.Value.Expires.ToDateTimeOffset() > now, ordered[^1]);
        return (id, key);
    }

    /// <summary>Whether new ones are due. Ceph: <c>RotatingSecrets::need_new_secrets</c>.</summary>
    public bool IsDue(DateTimeOffset now) => Keys.Count < Kept || Keys.OrderBy(entry => entry.Key).ElementAt(1).Value.Expires.ToDateTimeOffset() <= now;

    /// <summary>
    /// Makes the secrets that are due; each lives one <paramref name="life"/> longer than the one before it. Ceph: <c>KeyServer::_rotate_secret</c>.
    /// </summary>
    public RotatingSecrets Rotate(DateTimeOffset now, TimeSpan life, Func<ulong> random)
    {
        var secrets = this;
        while (secrets.IsDue(now))
        {
            var newest = secrets.Keys.Count == 0 ? now : secrets.Keys[secrets.MaxVersion].Expires.ToDateTimeOffset();
            var from = secrets.Keys.Count == 0 || newest > now + life ? newest : now + life;
            var keys = secrets.Keys.OrderBy(entry => entry.Key).TakeLast(Kept - 1).ToDictionary();
            keys[secrets.MaxVersion + 1] = new ExpiringKey(CryptoKey.Generate(random, now), UTime.From(from + life));
            secrets = new RotatingSecrets(keys, secrets.MaxVersion + 1);
        }

        return secrets;
    }

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
