namespace CephActors.Tests.Configuration;

public class MonClientSettingsSpec
{
    [Fact]
    public void Defaults_should_be_Cephs_when_nothing_is_set()
    {
        var settings = Hocon.MonClient();

        Assert.Empty(settings.MonHost);
        Assert.Equal(TimeSpan.FromSeconds(10), settings.PingInterval);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.PingTimeout);
        Assert.Equal(TimeSpan.FromSeconds(3), settings.HuntInterval);
        Assert.Equal(3, settings.HuntParallel);
        Assert.Equal((1.5, 1.0, 10.0), (settings.HuntIntervalBackoff, settings.HuntIntervalMinMultiple, settings.HuntIntervalMaxMultiple));
        Assert.Equal(TimeSpan.FromSeconds(300), settings.ConnectTimeout);
        Assert.Equal(TimeSpan.Zero, settings.CommandTimeout);
    }

    [Fact]
    public void Monitors_should_be_read_when_written_as_in_ceph_conf()
    {
        EntityAddressVector[] expected =
        [
            EntityAddress.Parse("any:10.0.0.1:6789/0"), EntityAddress.Parse("v1:10.0.0.2:6789/0"), EntityAddressVector.Parse("[v2:10.0.0.3:3300/0,v1:10.0.0.3:6789/0]"),
        ];
        Assert.Equal(expected, Hocon.MonClient("ceph.mon-client.mon-host = \"10.0.0.1:6789, v1:10.0.0.2:6789, [v2:10.0.0.3:3300,v1:10.0.0.3:6789]\"").MonHost);
    }
}
