using CephActors.Encoding;

namespace CephActors.Auth.Cephx;

/// <summary>Random bytes a monitor makes for one protocol 2 connection, as a string; only ever sealed with the AUTH session key.</summary>
internal readonly record struct ConnectionSecret(ReadOnlyMemory<byte> Bytes) : ICephxStruct<ConnectionSecret>
{
    public static ConnectionSecret Read(ref WireReader reader) => new(reader.ReadBlob("connection_secret").ToArray());

    public void Write(WireWriter writer) => writer.WriteBlob(Bytes.Span);
}
