namespace CephActors.Tests.Configuration;

public class OverrideSpec
{
    private const string Text = """
        ceph.messenger {
          max-backoff = 5s
          limits.front = 1MiB
        }
        ceph.messengers.cluster {
          max-backoff = 7s
          default-policy = "lossless-peer"
        }
        ceph.messengers."front.1" { limits.front = 2MiB }
        """;

    [Fact]
    public void Named_messenger_should_have_its_own_value_when_overridden()
    {
        var settings = Hocon.Messenger(Text, "cluster");

        Assert.Equal(TimeSpan.FromSeconds(7), settings.MaxBackoff);
        Assert.Equal(Policy.LosslessPeer, settings.DefaultPolicy.Policy);
        Assert.Equal(1 << 20, settings.Limits.Front);
    }

    [Fact]
    public void Other_messenger_should_have_the_common_value_when_one_is_overridden()
    {
        var settings = Hocon.Messenger(Text, "public");

        Assert.Equal(TimeSpan.FromSeconds(5), settings.MaxBackoff);
        Assert.Equal(Policy.LosslessClient, settings.DefaultPolicy.Policy);
    }

    [Fact]
    public void Messenger_should_be_found_when_its_name_has_a_dot()
    {
        var settings = Hocon.Messenger(Text, "front.1");

        Assert.Equal((2 << 20, 16 << 20), (settings.Limits.Front, settings.Limits.Middle));
    }

    [Theory]
    [InlineData("ceph.messengers.cluster.max-backoff = 0s", "ceph.messengers.cluster.max-backoff")]
    [InlineData("ceph.messenger.max-backoff = 0s", "ceph.messenger.max-backoff")]
    public void Error_should_name_the_section_when_a_value_is_refused(string text, string key) =>
        Assert.Equal(key, Assert.Throws<CephMessengerConfigurationException>(() => Hocon.Messenger(text, "cluster")).Key);

    [Fact]
    public void Messenger_should_be_readable_when_another_ones_section_is_bad() =>
        Assert.NotNull(Hocon.Messenger("ceph.messengers.cluster.max-backoff = 0s", "public"));
}
