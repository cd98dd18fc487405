using System.Net;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Address learning. Ceph: <c>AsyncMessenger::learned_addr</c>, <c>set_myaddrs</c>.</summary>
public class OwnAddressesSpec
{
    [Fact]
    public void Addresses_should_be_one_blank_entry_with_the_nonce_when_nothing_is_known()
    {
        var own = new OwnAddresses(4711);

        Assert.Equal(4711u, own.Nonce);
        Assert.Single(own.Current);
        Assert.Equal(EntityAddressType.Any, own.Current[0].Type);
        Assert.True(own.Legacy.IsBlankAddress);
        Assert.Equal((EntityAddressType.Legacy, 0, 4711u), (own.Legacy.Type, own.Legacy.Port, own.Legacy.Nonce));
    }

    [Fact]
    public void Learn_should_take_the_ip_without_the_port_when_unbound()
    {
        var own = new OwnAddresses(7);

        Assert.True(own.Learn(EntityAddress.Parse("v1:10.0.0.9:51234/0")));

        Assert.Equal("any:10.0.0.9:0/7", own.Current.ToString());
        Assert.Equal("v1:10.0.0.9:0/7", own.Legacy.ToString());
    }

    [Fact]
    public void Learn_should_keep_the_first_ip_when_a_later_peer_sees_another()
    {
        var own = new OwnAddresses(7);
        own.Learn(EntityAddress.Parse("v1:10.0.0.9:51234/0"));

        Assert.False(own.Learn(EntityAddress.Parse("v1:192.168.0.9:51235/0")));

        Assert.Equal("any:10.0.0.9:0/7", own.Current.ToString());
    }

    [Fact]
    public void Learn_should_teach_nothing_when_the_peer_saw_a_blank_address()
    {
        var own = new OwnAddresses(7);

        Assert.False(own.Learn(EntityAddress.Parse("v1:0.0.0.0:51234/0")));
        Assert.False(own.Learn(default));
        Assert.True(own.Learn(EntityAddress.Parse("v1:10.0.0.9:51234/0")));
    }

    [Theory]
    [InlineData("v1:0.0.0.0:6800/7", "v1:10.0.0.9:6800/7")]
    [InlineData("[v2:0.0.0.0:6800/7,v1:0.0.0.0:6801/7]", "[v2:10.0.0.9:6800/7,v1:10.0.0.9:6801/7]")]
    [InlineData("[v2:0.0.0.0:6800/7,v1:[::]:6801/7]", "[v2:10.0.0.9:6800/7,v1:[::]:6801/7]")]
    [InlineData("[v2:10.1.1.1:6800/7,v1:0.0.0.0:6801/7]", "[v2:10.1.1.1:6800/7,v1:10.0.0.9:6801/7]")]
    public void Learn_should_fill_blank_addresses_of_the_same_family_when_bound(string bound, string learned)
    {
        var own = new OwnAddresses(7);
        own.Bind(EntityAddressVector.Parse(bound));

        Assert.True(own.Learn(EntityAddress.Parse("v1:10.0.0.9:51234/0")));

        Assert.Equal(learned, own.Current.ToString());
    }

    [Fact]
    public void Learn_should_teach_nothing_when_a_known_address_is_bound()
    {
        var own = new OwnAddresses(7);
        own.Bind(EntityAddressVector.Parse("v1:10.1.1.1:6800/7"));

        Assert.False(own.Learn(EntityAddress.Parse("v1:10.0.0.9:51234/0")));
        Assert.Equal("v1:10.1.1.1:6800/7", own.Current.ToString());
    }

    [Fact]
    public void Legacy_should_be_the_v1_entry_when_several_are_bound()
    {
        var own = new OwnAddresses(7);
        own.Bind(EntityAddressVector.Parse("[v2:10.1.1.1:3300/7,v1:10.1.1.1:6789/7]"));

        Assert.Equal("v1:10.1.1.1:6789/7", own.Legacy.ToString());
    }

    [Fact]
    public void Reset_should_forget_everything_when_the_messenger_starts_over_under_a_new_nonce()
    {
        var own = new OwnAddresses(7);
        own.Bind(EntityAddressVector.Parse("v1:10.1.1.1:6800/7"));

        own.Reset(1_000_007);

        Assert.Equal(1_000_007u, own.Nonce);
        Assert.True(own.Learn(EntityAddress.FromEndPoint(new IPEndPoint(IPAddress.Parse("10.0.0.9"), 51234), EntityAddressType.Legacy, 0)));
        Assert.Equal("any:10.0.0.9:0/1000007", own.Current.ToString());
    }

    [Fact]
    public void Learn_should_succeed_once_when_many_peers_teach_at_the_same_time()
    {
        var own = new OwnAddresses(7);
        var learned = 0;

        Parallel.For(1, 200, i =>
        {
            if (own.Learn(EntityAddress.Parse($"v1:10.0.0.{i}:51234/0")))
                Interlocked.Increment(ref learned);
        });

        Assert.Equal(1, learned);
    }
}
