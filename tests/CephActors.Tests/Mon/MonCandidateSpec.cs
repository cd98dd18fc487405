using CephActors.Mon;

namespace CephActors.Tests.Mon;

/// <summary>Which protocol is tried with a monitor of which only an address is known.</summary>
public sealed class MonCandidateSpec() : MonClientTestKit("ceph.messengers.old { bind-msgr2 = off, bind = [] }")
{
    [Theory]
    [InlineData("client", "127.0.0.1", "v2:127.0.0.1:3300/0 v1:127.0.0.1:6789/0")]
    [InlineData("client", "127.0.0.1:3300", "v2:127.0.0.1:3300/0")]
    [InlineData("client", "127.0.0.1:6789", "v1:127.0.0.1:6789/0")]
    [InlineData("client", "127.0.0.1:7000", "v2:127.0.0.1:7000/0 v1:127.0.0.1:7000/0")]
    [InlineData("client", "v1:127.0.0.1:3300", "v1:127.0.0.1:3300/0")]
    [InlineData("client", "v2:127.0.0.1:6789", "v2:127.0.0.1:6789/0")]
    [InlineData("old", "127.0.0.1:7000", "v1:127.0.0.1:7000/0")]
    [InlineData("old", "v2:127.0.0.1:7000", "")]
    public void Address_should_stand_for_what_ceph_makes_of_it(string messenger, string address, string tried)
    {
        Assert.True(EntityAddress.TryParse(address, EntityAddressType.Any, out var parsed));
        Assert.Equal(tried, string.Join(' ', MonCandidate.From([parsed], Sys.CephMessenger(messenger))));
    }

    [Theory]
    [InlineData("client", "[v2:127.0.0.1:3300/0,v1:127.0.0.1:6789/0]")]
    [InlineData("old", "v1:127.0.0.1:6789/0")]
    public void Vector_should_stay_one_monitor(string messenger, string tried)
    {
        var vector = EntityAddressVector.Parse("[v2:127.0.0.1:3300/0,v1:127.0.0.1:6789/0]");
        Assert.Equal(tried, string.Join(' ', MonCandidate.From([vector], Sys.CephMessenger(messenger))));
    }

    [Fact]
    public void Client_should_be_refused_when_its_messenger_speaks_the_protocol_of_no_monitor()
    {
        var options = Options([EntityAddress.Parse("v2:127.0.0.1:3300/0")]);
        var thrown = Assert.Throws<ArgumentException>(() => MonClient.Start(Sys, Sys.CephMessenger("old"), options));
        Assert.Contains("bind-msgr2", thrown.Message, StringComparison.Ordinal);
    }
}
