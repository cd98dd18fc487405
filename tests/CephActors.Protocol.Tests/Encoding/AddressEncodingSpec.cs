using CephActors.Encoding;

namespace CephActors.Protocol.Tests.Encoding;

public class AddressEncodingSpec
{
    private const string Ipv4 = "0101011c0000000100000000000000100000000200" + "1a85" + "7f000001" + "0000000000000000";
    private const string Ipv6 = "010101280000000200000007000000" + "1c000000" + "0a00" + "0ce4" + "00000000" + "00000000000000000000000000000001" + "00000000";

    [Theory]
    [InlineData("v1:127.0.0.1:6789/0", Ipv4)]
    [InlineData("v2:[::1]:3300/7", Ipv6)]
    [InlineData("v1:[fe80::1%3]:1/0", "01010128000000" + "01000000" + "00000000" + "1c000000" + "0a00" + "0001" + "00000000" + "fe800000000000000000000000000001" + "03000000")]
    [InlineData("any:0.0.0.0:0/5", "0101011c000000" + "03000000" + "05000000" + "10000000" + "0200" + "0000" + "00000000" + "0000000000000000")]
    [InlineData("-", "01010128000000" + "00000000" + "00000000" + "1c000000" + "0000" + "0000000000000000000000000000000000000000000000000000")]
    public void Address_should_have_exact_bytes_when_the_peer_knows_types(string text, string hex)
    {
        var address = EntityAddress.Parse(text);
        var writer = new WireWriter();
        writer.WriteEntityAddress(address, CephFeatures.All);
        Assert.Equal(hex, Convert.ToHexStringLower(writer.Written));

        var reader = new WireReader(writer.Written);
        Assert.Equal(address, reader.ReadEntityAddress("address"));
        Assert.False(reader.Failed);
        Assert.Equal(0, reader.Remaining);
    }

    [Theory]
    [InlineData("v1:127.0.0.1:6789/0", "00000000" + "00000000" + "0002" + "1a85" + "7f000001" + "00000000")]
    [InlineData("v1:1.2.3.4:0/4660", "00000000" + "34120000" + "0002" + "0000" + "01020304")]
    [InlineData("v1:[fe80::1%3]:6789/1", "00000000" + "01000000" + "000a" + "1a85" + "00000000" + "fe800000000000000000000000000001" + "03000000")]
    [InlineData("-", "")]
    public void Legacy_address_should_be_136_bytes_when_written(string text, string beginning)
    {
        var address = EntityAddress.Parse(text);
        var writer = new WireWriter();
        writer.WriteLegacyAddress(address);
        Assert.Equal(beginning.PadRight(2 * 136, '0'), Convert.ToHexStringLower(writer.Written));

        var reader = new WireReader(writer.Written);
        Assert.Equal(address, reader.ReadLegacyAddress("address"));
        Assert.Equal(0, reader.Remaining);
        reader = new WireReader(writer.Written);
        Assert.Equal(address, reader.ReadEntityAddress("address"));

        var again = new WireWriter();
        again.WriteEntityAddress(address, features: 0);
        Assert.Equal(writer.ToArray(), again.ToArray());
    }

    [Fact]
    public void Legacy_address_should_lose_its_type_when_it_travels()
    {
        var writer = new WireWriter();
        writer.WriteLegacyAddress(EntityAddress.Parse("any:1.2.3.4:5/6"));
        var reader = new WireReader(writer.Written);
        Assert.Equal("v1:1.2.3.4:5/6", reader.ReadLegacyAddress("address").ToString());
    }

    [Fact]
    public void Legacy_address_should_be_read_when_the_bytes_behind_its_marker_are_not_zero()
    {
        byte[] bytes = new byte[136];
        bytes.AsSpan(1, 3).Fill(0xff);
        bytes[9] = 2;
        var reader = new WireReader(bytes);
        Assert.Equal("v1:0.0.0.0:0/0", reader.ReadEntityAddress("address").ToString());
    }

    [Fact]
    public void Legacy_address_should_be_blank_when_its_family_is_unknown()
    {
        byte[] bytes = new byte[136];
        bytes.AsSpan(8).Fill(0x11);
        var reader = new WireReader(bytes);
        Assert.Equal(default, reader.ReadLegacyAddress("address"));
        Assert.False(reader.Failed);
    }

    [Fact]
    public void Any_should_become_legacy_when_the_peer_is_older_than_nautilus()
    {
        var writer = new WireWriter();
        writer.WriteEntityAddress(EntityAddress.Parse("any:1.2.3.4:5/6"), CephFeatures.MsgAddr2);
        var reader = new WireReader(writer.Written);
        Assert.Equal("v1:1.2.3.4:5/6", reader.ReadEntityAddress("address").ToString());
    }

    [Fact]
    public void Socket_address_should_be_optional_when_its_length_is_zero()
    {
        var reader = new WireReader(Convert.FromHexString("0101010c000000" + "02000000" + "07000000" + "00000000"));
        var address = reader.ReadEntityAddress("address");
        Assert.False(reader.Failed);
        Assert.Equal("v2:-/7", address.ToString());
    }

    [Fact]
    public void Socket_address_should_be_filled_with_zeros_when_it_is_short()
    {
        var reader = new WireReader(Convert.FromHexString("01010110000000" + "01000000" + "00000000" + "04000000" + "0200" + "1a85"));
        Assert.Equal("v1:0.0.0.0:6789/0", reader.ReadEntityAddress("address").ToString());
        Assert.False(reader.Failed);
    }

    [Fact]
    public void Address_should_be_read_when_a_newer_writer_added_to_it()
    {
        string hex = ("010201" + "1e" + Ipv4[8..]) + "eeee";
        var reader = new WireReader(Convert.FromHexString(hex + "42"));
        Assert.Equal("v1:127.0.0.1:6789/0", reader.ReadEntityAddress("address").ToString());
        Assert.Equal(0x42, reader.ReadU8("next"));
        Assert.False(reader.Failed);
    }

    [Theory]
    [InlineData("02", "marker 2 is not that of an address")]
    [InlineData("03", "marker 3 is not that of an address")]
    [InlineData("", "needs a marker byte, 0 bytes are left")]
    [InlineData("0101020c000000" + "01000000" + "00000000" + "00000000", "version 1 needs a reader of version 2, this one knows 1")]
    [InlineData("0101010d000000" + "01000000" + "00000000" + "01000000" + "02", "socket address of 1 byte cannot hold a family")]
    [InlineData("0101011d000000" + "01000000" + "00000000" + "11000000" + "0200" + "000000000000000000000000000000", "socket address of 17 bytes exceeds that of family 2")]
    [InlineData("01010129000000" + "01000000" + "00000000" + "1d000000" + "0a00" + "000000000000000000000000000000000000000000000000000000", "socket address of 29 bytes exceeds that of family 10")]
    [InlineData("01010129000000" + "01000000" + "00000000" + "1d000000" + "0000" + "000000000000000000000000000000000000000000000000000000", "socket address of 29 bytes exceeds that of family 0")]
    [InlineData("0101010e000000" + "01000000" + "00000000" + "ffffffff" + "0200", "socket address of 4294967295 bytes exceeds that of family 2")]
    [InlineData("0101010c000000" + "01000000" + "00000000", "body of 12 bytes exceeds the 8 bytes left")]
    [InlineData("0101010e000000" + "01000000" + "00000000" + "04000000" + "0200" + "1a85", "needs 2 bytes, 0 are left")]
    public void Address_should_be_refused_when_it_is_malformed(string hex, string reason)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.Equal(default, reader.ReadEntityAddress("address"));
        Assert.True(reader.Failed);
        Assert.Equal("address", reader.Error.Field);
        Assert.Equal(reason, reader.Error.Reason);
    }

    [Fact]
    public void Vector_should_carry_all_addresses_when_the_peer_knows_types()
    {
        var vector = EntityAddressVector.Parse("[v1:127.0.0.1:6789/0,v2:[::1]:3300/7]");
        var writer = new WireWriter();
        writer.WriteEntityAddressVector(vector, CephFeatures.All);
        Assert.Equal("02" + "02000000" + Ipv4 + Ipv6, Convert.ToHexStringLower(writer.Written));
        var reader = new WireReader(writer.Written);
        Assert.Equal(vector, reader.ReadEntityAddressVector("addresses"));
        Assert.Equal(0, reader.Remaining);
    }

    [Theory]
    [InlineData("[v2:1.2.3.4:3300/0,v1:1.2.3.4:6789/9]", "v1:1.2.3.4:6789/9")]
    [InlineData("v2:1.2.3.4:3300/0", "-")]
    [InlineData("[]", "-")]
    public void Vector_should_shrink_to_one_legacy_address_when_the_peer_knows_no_types(string text, string received)
    {
        var writer = new WireWriter();
        writer.WriteEntityAddressVector(EntityAddressVector.Parse(text), features: CephFeatures.ServerNautilus);
        Assert.Equal(136, writer.Length);
        var reader = new WireReader(writer.Written);
        var vector = reader.ReadEntityAddressVector("addresses");
        Assert.Equal(EntityAddress.Parse(received), Assert.Single(vector));
    }

    [Fact]
    public void Vector_should_be_read_when_it_is_one_address_without_a_count()
    {
        var reader = new WireReader(Convert.FromHexString(Ipv4));
        Assert.Equal("v1:127.0.0.1:6789/0", reader.ReadEntityAddressVector("addresses").ToString());
        Assert.False(reader.Failed);
    }

    [Fact]
    public void Vector_should_be_empty_when_its_count_is_zero()
    {
        var reader = new WireReader(Convert.FromHexString("0200000000"));
        Assert.Same(EntityAddressVector.Empty, reader.ReadEntityAddressVector("addresses"));
        Assert.False(reader.Failed);
    }

    [Theory]
    [InlineData("03", "marker 3 is not that of an address")]
    [InlineData("0200000001", "count 16777216 needs more than the 0 bytes left")]
    [InlineData("02ffffffff" + Ipv4, "count 4294967295 needs more than the 35 bytes left")]
    [InlineData("0202000000" + Ipv4, "count 2 needs more than the 35 bytes left")]
    [InlineData("0202000000" + Ipv4 + "03000000000000000000000000000000000000", "marker 3 is not that of an address")]
    public void Vector_should_be_refused_when_it_is_malformed(string hex, string reason)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.Same(EntityAddressVector.Empty, reader.ReadEntityAddressVector("addresses"));
        Assert.Equal(reason, reader.Error.Reason);
    }
}
