using CephActors.Encoding;

namespace CephActors.Framing.V1;

/// <summary>How the connecting side begins. Ceph: <c>src/msg/async/ProtocolV1.cc</c>, <c>handle_my_addr_write</c>.</summary>
/// <remarks>
/// <code>
///   0    9  banner
///   9  136  own address
/// </code>
/// </remarks>
/// <param name="Client">The address the connecting side announces; a blank IP stands for the one its socket shows.</param>
internal sealed record ClientHello(EntityAddress Client)
{
    /// <summary>Its length in bytes.</summary>
    public const int WireSize = Banner.WireSize + LegacyAddress.WireSize;

    /// <summary>The bytes to send.</summary>
    public byte[] Encode()
    {
        var writer = new WireWriter();
        writer.WriteBytes(Banner.Bytes);
        writer.WriteLegacyAddress(Client);
        return writer.ToArray();
    }

    /// <summary>The bytes after the banner, for a connector that sent it ahead to learn its address first.</summary>
    public byte[] EncodeAddress() => Encode()[Banner.WireSize..];

    /// <summary>Reads what follows the banner.</summary>
    public static ClientHello? Decode(ReadOnlySpan<byte> address, out WireError error)
    {
        var reader = new WireReader(address);
        var client = reader.ReadLegacyAddress("client address");
        error = reader.Error;
        return reader.Failed ? null : new ClientHello(client);
    }
}
