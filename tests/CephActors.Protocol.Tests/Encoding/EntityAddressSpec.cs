using System.Net;

namespace CephActors.Protocol.Tests.Encoding;

public class EntityAddressSpec
{
    [Theory]
    [InlineData("v1:127.0.0.1:6789/0", EntityAddressType.Legacy, "127.0.0.1", 6789, 0u)]
    [InlineData("v2:[::1]:3300/7", EntityAddressType.Msgr2, "::1", 3300, 7u)]
    [InlineData("any:0.0.0.0:0/4294967295", EntityAddressType.Any, "0.0.0.0", 0, uint.MaxValue)]
    [InlineData("v1:[fe80::1%3]:65535/1", EntityAddressType.Legacy, "fe80::1%3", 65535, 1u)]
    public void Text_should_round_trip_when_it_is_complete(string text, EntityAddressType type, string ip, int port, uint nonce)
    {
        var address = EntityAddress.Parse(text);
        Assert.Equal(type, address.Type);
        Assert.Equal(IPAddress.Parse(ip), address.Address);
        Assert.Equal(port, address.Port);
        Assert.Equal(nonce, address.Nonce);
        Assert.Equal(text, address.ToString());
        Assert.Equal(new EntityAddress(type, IPAddress.Parse(ip), port, nonce), address);
    }

    [Theory]
    [InlineData("1.2.3.4", "v2:1.2.3.4:0/0")]
    [InlineData("1.2.3.4:6800", "v2:1.2.3.4:6800/0")]
    [InlineData("1.2.3.4/9", "v2:1.2.3.4:0/9")]
    [InlineData("1.2.3.4:6800/42", "v2:1.2.3.4:6800/42")]
    [InlineData("v1:1.2.3.4", "v1:1.2.3.4:0/0")]
    [InlineData("[::1]:3300", "v2:[::1]:3300/0")]
    [InlineData("::1", "v2:[::1]:0/0")]
    [InlineData("any:[::]/3", "any:[::]:0/3")]
    [InlineData("-", "-")]
    [InlineData("v1:-/5", "v1:-/5")]
    public void Text_should_be_completed_when_parts_are_left_out(string text, string complete) =>
        Assert.Equal(complete, EntityAddress.Parse(text).ToString());

    [Fact]
    public void Default_type_should_apply_only_when_the_text_has_no_prefix()
    {
        Assert.Equal("v1:1.2.3.4:5/0", EntityAddress.Parse("1.2.3.4:5", EntityAddressType.Legacy).ToString());
        Assert.Equal("v2:1.2.3.4:5/0", EntityAddress.Parse("v2:1.2.3.4:5", EntityAddressType.Legacy).ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v1:")]
    [InlineData("v3:1.2.3.4:5/0")]
    [InlineData("1.2.3.4:65536")]
    [InlineData("1.2.3.4:-1")]
    [InlineData("1.2.3.4:")]
    [InlineData("1.2.3.4:5/")]
    [InlineData("1.2.3.4:5/x")]
    [InlineData("1.2.3.4:5/4294967296")]
    [InlineData("1.2.3:5")]
    [InlineData("1.2.3.4.5:5")]
    [InlineData("1.2.3.256:5")]
    [InlineData("1.2.3.04:5")]
    [InlineData("1")]
    [InlineData("localhost:6789")]
    [InlineData("[::1:5")]
    [InlineData("[::1]5")]
    [InlineData("[1.2.3.4]:5")]
    [InlineData("[]:5")]
    [InlineData("[[::1]]:5")]
    [InlineData("1.2.3.4 :5")]
    [InlineData("v1:v2:1.2.3.4:5")]
    public void Text_should_be_refused_when_it_is_no_address(string? text)
    {
        Assert.False(EntityAddress.TryParse(text, out var address));
        Assert.Equal(default, address);
        if (text is not null)
            Assert.Throws<FormatException>(() => EntityAddress.Parse(text));
    }

    // Each row is less than the next one; the numbers in brackets are the bytes as they lie in memory.
    [Fact]
    public void Order_should_follow_the_bytes_in_memory_when_addresses_differ()
    {
        string[] ascending =
        [
            "-",
            "v1:-/0",
            "v1:9.9.9.9:1/0",
            "v1:[::]:0/0", // family 10 after family 2
            "v1:9.9.9.9:1/256", // nonce 00 01 00 00
            "v1:1.1.1.1:1/512", // nonce 00 02 00 00
            "v1:9.9.9.9:1/1", // nonce 01 00 00 00
            "v1:1.1.1.1:255/2", // port 00 ff
            "v1:1.1.1.1:256/2", // port 01 00
            "v1:1.1.1.2:256/2",
            "v1:1.1.2.1:256/2",
            "v1:200.1.1.1:256/2",
            "v1:1.1.1.1:256/255",
            "v2:1.1.1.1:1/0",
            "any:1.1.1.1:1/0",
        ];
        for (int i = 0; i < ascending.Length; i++)
        {
            for (int j = 0; j < ascending.Length; j++)
            {
                var left = EntityAddress.Parse(ascending[i]);
                var right = EntityAddress.Parse(ascending[j]);
                Assert.Equal(Math.Sign(i - j), Math.Sign(left.CompareTo(right)));
                Assert.Equal(i == j, left == right);
                Assert.Equal(i != j, left != right);
                Assert.Equal(i < j, left < right);
                Assert.Equal(i <= j, left <= right);
                Assert.Equal(i > j, left > right);
                Assert.Equal(i >= j, left >= right);
                if (i == j)
                    Assert.Equal(left.GetHashCode(), right.GetHashCode());
            }
        }
    }

    [Theory]
    [InlineData("-", true)]
    [InlineData("v1:-/4", true)]
    [InlineData("v1:0.0.0.0:6800/4", true)]
    [InlineData("v1:[::]:6800/4", true)]
    [InlineData("v1:0.0.0.1:0/0", false)]
    [InlineData("v1:[::1]:0/0", false)]
    public void Blank_should_mean_no_place_to_connect_to_when_asked(string text, bool blank) =>
        Assert.Equal(blank, EntityAddress.Parse(text).IsBlankAddress);

    [Fact]
    public void Parts_should_change_one_at_a_time_when_replaced()
    {
        var address = EntityAddress.Parse("any:0.0.0.0:6800/7");
        Assert.Equal("v1:0.0.0.0:6800/7", address.WithType(EntityAddressType.Legacy).ToString());
        Assert.Equal("any:0.0.0.0:6800/8", address.WithNonce(8).ToString());
        Assert.Equal("any:0.0.0.0:0/7", address.WithPort(0).ToString());
        Assert.Equal("any:[::1]:6800/7", address.WithAddress(IPAddress.IPv6Loopback).ToString());
        Assert.Equal("any:-/7", address.WithAddress(null).ToString());
        Assert.Equal("any:0.0.0.0:6800/7", address.ToString());
    }

    [Fact]
    public void End_point_should_round_trip_when_there_is_an_ip()
    {
        var endPoint = new IPEndPoint(IPAddress.Parse("fe80::2%5"), 3300);
        var address = EntityAddress.FromEndPoint(endPoint, EntityAddressType.Msgr2, 3);
        Assert.Equal(endPoint, address.ToEndPoint());
        Assert.Equal(EntityAddressType.Msgr2, address.Type);
        Assert.Equal(3u, address.Nonce);
        Assert.Throws<InvalidOperationException>(() => default(EntityAddress).ToEndPoint());
    }

    [Fact]
    public void Constructor_should_refuse_when_the_parts_make_no_address()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntityAddress(EntityAddressType.Legacy, IPAddress.Loopback, 65536, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntityAddress(EntityAddressType.Legacy, IPAddress.Loopback, -1, 0));
        Assert.Throws<ArgumentException>(() => new EntityAddress(EntityAddressType.Legacy, null, 1, 0));
    }

    [Fact]
    public void Default_should_be_the_blank_address_when_nothing_is_set()
    {
        EntityAddress address = default;
        Assert.Equal(new EntityAddress(EntityAddressType.None, null, 0, 0), address);
        Assert.Null(address.Address);
        Assert.Equal(0, address.Port);
        Assert.True(address.IsBlankAddress);
    }
}
