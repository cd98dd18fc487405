using CephActors.Configuration;

namespace CephActors.Tests.Configuration;

public class PeerPolicySettingsSpec
{
    [Fact]
    public void Entry_should_take_the_rest_from_all_others_when_it_is_a_name()
    {
        var settings = Hocon.Messenger("""
            ceph.messenger {
              features.required = 0x2201
              policy-throttle.bytes = 1MiB
              policies.osd = "lossless_peer"
            }
            """);

        Assert.Equal(
            new PeerPolicySettings(Policy.LosslessPeer with { FeaturesRequired = 0x2201 }, 1 << 20, 0),
            settings.Policies[EntityType.Osd]);
    }

    [Fact]
    public void Entry_should_say_its_own_when_it_is_a_section()
    {
        var settings = Hocon.Messenger("""
            ceph.messenger.policies.client {
              policy = "stateless-registered-server"
              features-supported = 0x3
              features-required = 2
              throttle-bytes = 500MiB
              throttle-messages = 256
            }
            """);

        Assert.Equal(
            new PeerPolicySettings(
                Policy.StatelessRegisteredServer with { FeaturesSupported = 3, FeaturesRequired = 2 }, 524_288_000, 256),
            settings.Policies[EntityType.Client]);
    }

    [Fact]
    public void Entry_should_be_replaced_whole_when_overridden_by_a_name()
    {
        var settings = Hocon.Messenger(
            """
            ceph.messenger.policies.osd {
              policy = "lossless-peer"
              throttle-messages = 5
            }
            ceph.messengers.front.policies.osd = "stateless-server"
            """,
            "front");

        Assert.Equal(new PeerPolicySettings(Policy.StatelessServer, 0, 0), settings.Policies[EntityType.Osd]);
    }

    [Theory]
    [InlineData("policies.oswald = \"lossless-peer\"", "ceph.messenger.policies.oswald")]
    [InlineData("policies.client { policy = \"lossy-client\"\n throttle = 1 }", "ceph.messenger.policies.client.throttle")]
    public void Entry_should_be_refused_when_nobody_knows_it(string text, string key) =>
        Assert.Equal(key, Assert.Throws<CephMessengerConfigurationException>(() => Hocon.Messenger("ceph.messenger." + text)).Key);

    [Theory]
    [InlineData("policies.osd = \"lossfull\"", "ceph.messenger.policies.osd", "lossfull")]
    [InlineData("policies.osd { throttle-bytes = 1 }", "ceph.messenger.policies.osd.policy", null)]
    [InlineData("policies.osd { policy = \"lossy-client\"\n throttle-bytes = many }", "ceph.messenger.policies.osd.throttle-bytes", "many")]
    [InlineData("policies.osd { policy = \"lossy-client\"\n features-required = 0x40000000000000000 }", "ceph.messenger.policies.osd.features-required", "0x40000000000000000")]
    [InlineData("features.supported = none", "ceph.messenger.features.supported", "none")]
    public void Entry_should_be_refused_when_its_value_is_not_allowed(string text, string key, string? value)
    {
        var error = Assert.Throws<CephMessengerConfigurationException>(() => Hocon.Messenger("ceph.messenger." + text));

        Assert.Equal((key, value), (error.Key, error.Value));
        Assert.NotEmpty(error.Allowed);
    }
}
