namespace CephActors.Tests.Configuration;

public class InjectionSettingsSpec
{
    [Fact]
    public void Faults_should_be_read_when_they_are_allowed()
    {
        var settings = Hocon.Messenger("""
            ceph.messenger.injection {
              allowed = on, seed = 42, socket-failures = 500, network-congestion = 3, internal-delays = 100ms
              delay-types = "osd, client", delay-probability = 0.25, delay-max = 5s, delay-message-type = 2
              blackhole = [mon, mgr]
              die-on-bad-message = on, die-on-unhandled-message = on, die-on-old-message = on, die-on-skipped-message = on
            }
            """).Injection;

        Assert.True(settings.Allowed);
        Assert.Equal(
            new FaultInjection
            {
                Seed = 42,
                SocketFailures = 500,
                NetworkCongestion = 3,
                InternalDelays = TimeSpan.FromMilliseconds(100),
                DelayTypes = [EntityType.Osd, EntityType.Client],
                DelayProbability = 0.25,
                DelayMax = TimeSpan.FromSeconds(5),
                DelayMessageType = MessageType.Ping,
                Blackhole = [EntityType.Mon, EntityType.Mgr],
                DieOnBadMessage = true,
                DieOnUnhandledMessage = true,
                DieOnOldMessage = true,
                DieOnSkippedMessage = true,
            },
            settings.Faults);
    }

    [Fact]
    public void Nothing_should_be_injected_nor_allowed_when_nobody_asks_for_it()
    {
        var settings = Hocon.Messenger().Injection;

        Assert.False(settings.Allowed);
        Assert.Equal(FaultInjection.None, settings.Faults);
    }

    [Theory]
    [InlineData("seed = 1")]
    [InlineData("socket-failures = 1")]
    [InlineData("network-congestion = 2")]
    [InlineData("internal-delays = 1ms")]
    [InlineData("delay-types = [osd]")]
    [InlineData("delay-probability = 0.1")]
    [InlineData("delay-max = 2s")]
    [InlineData("delay-message-type = 2")]
    [InlineData("blackhole = [osd]")]
    [InlineData("die-on-bad-message = on")]
    [InlineData("die-on-unhandled-message = on")]
    [InlineData("die-on-old-message = on")]
    [InlineData("die-on-skipped-message = on")]
    public void Fault_should_be_refused_by_its_key_when_injection_is_not_allowed(string line)
    {
        var error = Assert.Throws<CephMessengerConfigurationException>(() => Hocon.Messenger($"ceph.messenger.injection {{ {line} }}"));

        Assert.Equal("ceph.messenger.injection." + line.Split(' ')[0], error.Key);
        Assert.Equal(
            $"{error.Key} is set, but ceph.messenger.injection.allowed is off: faults are for tests.", error.Message);
    }

    [Fact]
    public void Faults_should_all_be_named_when_they_are_refused_together()
    {
        var error = Assert.Throws<CephMessengerConfigurationException>(() => Hocon.Messenger("""
            ceph.messenger.injection.socket-failures = 30
            ceph.messengers.default.injection { allowed = off, blackhole = [osd] }
            """));

        Assert.Equal("ceph.messenger.injection.socket-failures", error.Key);
        Assert.Equal("30", error.Value);
        Assert.Equal(
            "ceph.messenger.injection.socket-failures, ceph.messengers.default.injection.blackhole are set, "
            + "but ceph.messengers.default.injection.allowed is off: faults are for tests.",
            error.Message);
    }
}
