using CephActors.Session.V2;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>Ceph: <c>entity_addrvec_t::msgr2_addr</c>.</summary>
public class V2AddressSpec
{
    [Theory]
    [InlineData("[v1:10.0.0.1:6801/11,v2:10.0.0.1:6800/11,v2:10.0.0.1:6802/11]", "v2:10.0.0.1:6800/11")]
    [InlineData("[v1:10.0.0.1:6801/11]", "v2:10.0.0.1:6801/11")]
    [InlineData("[any:10.0.0.1:0/11]", "v2:10.0.0.1:0/11")]
    [InlineData("[]", "-")]
    public void Address_should_be_the_first_for_v2_when_there_is_one_and_else_the_first(string addresses, string address) =>
        Assert.Equal(EntityAddress.Parse(address), V2Address.Of(EntityAddressVector.Parse(addresses)));
}
