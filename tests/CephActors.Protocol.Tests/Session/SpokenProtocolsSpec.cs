using CephActors.Framing;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Ceph: <c>AsyncMessenger::_filter_addrs</c>, <c>create_connect</c>.</summary>
public class SpokenProtocolsSpec
{
    [Theory]
    [InlineData(true, true, "[v2:10.0.0.1:1/1,v1:10.0.0.1:2/1]", "[v2:10.0.0.1:1/1,v1:10.0.0.1:2/1]")]
    [InlineData(false, true, "[v2:10.0.0.1:1/1,v1:10.0.0.1:2/1]", "[v2:10.0.0.1:1/1,v1:10.0.0.1:2/1]")]
    [InlineData(true, false, "[v2:10.0.0.1:1/1,v1:10.0.0.1:2/1]", "[v1:10.0.0.1:2/1]")]
    [InlineData(true, false, "[v1:10.0.0.1:2/1]", "[v1:10.0.0.1:2/1]")]
    [InlineData(true, true, "[any:10.0.0.1:1/1,v1:10.0.0.1:2/1]", "[v2:10.0.0.1:1/1,v1:10.0.0.1:2/1]")]
    [InlineData(true, false, "[any:10.0.0.1:1/1]", "[v1:10.0.0.1:1/1]")]
    [InlineData(true, true, "[-,v1:10.0.0.1:2/1]", "[v1:10.0.0.1:2/1]")]
    [InlineData(true, true, "[-]", "[]")]
    public void Peer_should_be_known_by_the_addresses_that_count(bool v1, bool v2, string peer, string key) =>
        Assert.Equal(EntityAddressVector.Parse(key), new SpokenProtocols(v1, v2).KeyOf(EntityAddressVector.Parse(peer)));

    [Theory]
    [InlineData(true, true, "[v2:10.0.0.1:1/1,v1:10.0.0.1:2/1]", "v2:10.0.0.1:1/1")]
    [InlineData(true, true, "[v1:10.0.0.1:2/1,v2:10.0.0.1:1/1]", "v1:10.0.0.1:2/1")]
    [InlineData(true, false, "[v2:10.0.0.1:1/1,v1:10.0.0.1:2/1]", "v1:10.0.0.1:2/1")]
    [InlineData(false, true, "[v1:10.0.0.1:2/1,v2:10.0.0.1:1/1]", "v2:10.0.0.1:1/1")]
    [InlineData(true, true, "[any:10.0.0.1:2/1]", null)]
    [InlineData(false, true, "[v1:10.0.0.1:2/1]", null)]
    [InlineData(true, false, "[v2:10.0.0.1:1/1]", null)]
    public void First_address_that_can_be_dialled_should_be_taken(bool v1, bool v2, string key, string? target) =>
        Assert.Equal(target, new SpokenProtocols(v1, v2).TargetOf(EntityAddressVector.Parse(key))?.ToString());

    [Fact]
    public void Protocol_should_be_that_of_the_address()
    {
        Assert.Equal(MessengerProtocol.V2, SpokenProtocols.ProtocolAt(EntityAddress.Parse("v2:10.0.0.1:1/1")));
        Assert.Equal(MessengerProtocol.V1, SpokenProtocols.ProtocolAt(EntityAddress.Parse("v1:10.0.0.1:1/1")));
    }
}
