using CephActors.Encoding;

namespace CephActors.Auth.Cephx;

/// <summary>
/// Random bytes the accepting side makes for one protocol 2 connection, as a string; only ever sealed with a session key. Empty in crc mode.
/// </summary>
internal readonly record struct ConnectionSecret(ReadOnlyMemory<byte> Bytes) : ICephxStruct<ConnectionSecret>
{
    /// <summary>Bytes of a secret in secure mode. Ceph: <c>AuthConnectionMeta::get_connection_secret_length</c>.</summary>
    public const int Size = 4 * 16;

    public static ConnectionSecret Read(ref WireReader reader) => new(reader.ReadBlob("connection_secret").ToArray());

    public void Write(WireWriter writer) => writer.WriteBlob(Bytes.Span);
}
