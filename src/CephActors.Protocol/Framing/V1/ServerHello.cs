using CephActors.Encoding;

namespace CephActors.Framing.V1;

/// <summary>How the accepting side begins. Ceph: <c>src/msg/async/ProtocolV1.cc</c>, <c>send_server_banner</c>.</summary>
/// <remarks>
/// <code>
///   0    9  banner
///   9  136  own address
/// 145  136  address of the connecting side as its socket shows it
/// </code>
/// </remarks>
/// <param name="Server">The address the accepting side believes it has.</param>
/// <param name="ClientAsSeen">Where the connection comes from; nonce 0.</param>
internal sealed record ServerHello(EntityAddress Server, EntityAddress ClientAsSeen)
{
    /// <summary>Its length in bytes.</summary>
    public const int WireSize = Banner.WireSize + AddressesSize;

    /// <summary>The length of what follows the banner.</summary>
    public const int AddressesSize = 2 * LegacyAddress.WireSize;

    /// <summary>The bytes to send.</summary>
    public byte[] Encode()
    {
        var writer = new WireWriter();
        writer.WriteBytes(Banner.Bytes);
        writer.WriteLegacyAddress(Server);
        writer.WriteLegacyAddress(ClientAsSeen);
        return writer.ToArray();
    }

    /// <summary>Reads what follows the banner.</summary>
    public static ServerHello? Decode(ReadOnlySpan<byte> addresses, out WireError error)
    {
        var reader = new WireReader(addresses);
        var server = reader.ReadLegacyAddress("server address");
        var client = reader.ReadLegacyAddress("client address as seen");
        error = reader.Error;
        return reader.Failed ? null : new ServerHello(server, client);
    }
}
