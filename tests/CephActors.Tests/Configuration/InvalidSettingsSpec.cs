using CephActors.Configuration;

namespace CephActors.Tests.Configuration;

public class InvalidSettingsSpec
{
    // A value that cannot be read and those just outside the range, for every key there is.
    private static readonly Dictionary<string, string[]> Messenger = new()
    {
        ["name"] = ["osd", "osd.x", "disk.1"],
        ["nonce"] = ["-1", "4294967296", "random"],
        ["bind"] = ["[nowhere]", "\"127.0.0.1:65536\"", "\"-\""],
        ["bind-port-min"] = ["0", "65536", "low", "7569"],
        ["bind-port-max"] = ["0", "65536", "6799"],
        ["bind-retry-count"] = ["0", "1001"],
        ["bind-retry-delay"] = ["-1s", "61m", "soon"],
        ["bind-ipv4"] = ["maybe", "off"],
        ["bind-ipv6"] = ["maybe"],
        ["bind-prefer-ipv4"] = ["maybe"],
        ["admin"] = ["maybe"],
        ["tracing.propagate"] = ["maybe"],
        ["bind-msgr1"] = ["maybe"],
        ["bind-msgr2"] = ["maybe"],
        ["msgr2-revision"] = ["-1", "2", "2.1"],
        ["tcp-listen-backlog"] = ["0", "65536"],
        ["max-accept-failures"] = ["0", "1001"],
        ["learn-addr-from-peer"] = ["maybe"],
        ["transport"] = ["rdma"],
        ["tcp-nodelay"] = ["2"],
        ["tcp-rcvbuf"] = ["-1", "2GiB", "1.5B"],
        ["receive-slab"] = ["4095", "17MiB"],
        ["payload-pool"] = ["-1", "2GiB"],
        ["gather-threshold"] = ["255", "1048577"],
        ["write-batch-bytes"] = ["4095", "65MiB"],
        ["write-batch-frames"] = ["0", "65537"],
        ["initial-backoff"] = ["0s", "2h", "16s"],
        ["max-backoff"] = ["0s", "2h", "199ms"],
        ["connection-ready-timeout"] = ["0s", "2h"],
        ["connection-idle-timeout"] = ["-1s", "31d"],
        ["crc-header"] = ["maybe"],
        ["crc-data"] = ["maybe"],
        ["limits.front"] = ["-1", "2GiB", "1GiB"],
        ["limits.middle"] = ["-1", "2GiB"],
        ["limits.data"] = ["-1", "2GiB", "1000MiB"],
        ["limits.authorizer"] = ["-1", "2MiB"],
        ["out-queue.max-messages"] = ["-1", "2147483648"],
        ["out-queue.max-bytes"] = ["-1", "2TiB"],
        ["dispatch-throttle-bytes"] = ["-1", "2TiB"],
        ["dispatch-throttle-messages"] = ["-1", "2147483648"],
        ["dispatch-window"] = ["0", "65537"],
        ["pq-max-tokens-per-priority"] = ["0", "2TiB", "32KiB"],
        ["pq-min-cost"] = ["0", "2TiB", "17MiB"],
        ["default-send-priority"] = ["0", "256"],
        ["default-policy"] = ["lossful"],
        ["policies"] = ["5"],
        ["features.supported"] = ["some", "0xffffffffffffffff", "0x1", "-1"],
        ["features.required"] = ["some", "0x4000000000000000"],
        ["policy-throttle.bytes"] = ["-1", "2TiB"],
        ["policy-throttle.messages"] = ["-1", "2147483648"],
        ["auth.entity"] = ["admin", "disk.1"],
        ["auth.supported"] = ["[gss]"],
        ["auth.cluster-required"] = ["[gss]", "[]"],
        ["auth.service-required"] = ["gss", "[]"],
        ["auth.client-required"] = ["[none, gss]", "[]"],
        ["auth.key"] = ["[]"],
        ["auth.key-file"] = ["[]"],
        ["auth.keyring"] = ["[]"],
        ["auth.sign-messages"] = ["maybe"],
        ["auth.require-signatures"] = ["maybe"],
        ["auth.cluster-require-signatures"] = ["maybe"],
        ["auth.service-require-signatures"] = ["maybe"],
        ["auth.require-version"] = ["0", "3"],
        ["auth.cluster-require-version"] = ["0", "3"],
        ["auth.service-require-version"] = ["0", "3"],
        ["auth.require-authorizer"] = ["maybe"],
        ["modes.mon-cluster"] = ["[plain]", "[]"],
        ["modes.mon-service"] = ["[plain]", "[]"],
        ["modes.mon-client"] = ["[plain]", "[]"],
        ["modes.cluster"] = ["[plain]", "[]"],
        ["modes.service"] = ["[plain]", "[]"],
        ["modes.client"] = ["[plain]", "[]"],
        ["injection.allowed"] = ["maybe"],
        ["injection.seed"] = ["-1", "9223372036854775808", "auto"],
        ["injection.socket-failures"] = ["-1", "2147483648"],
        ["injection.network-congestion"] = ["-1", "2147483648"],
        ["injection.internal-delays"] = ["-1s", "2h"],
        ["injection.delay-types"] = ["[disk]", "[auth]"],
        ["injection.delay-probability"] = ["-0.1", "1.1"],
        ["injection.delay-max"] = ["-1s", "2h"],
        ["injection.delay-message-type"] = ["0", "65536", "ping"],
        ["injection.blackhole"] = ["[disk]", "[any]"],
        ["injection.die-on-bad-message"] = ["maybe"],
        ["injection.die-on-unhandled-message"] = ["maybe"],
        ["injection.die-on-old-message"] = ["maybe"],
        ["injection.die-on-skipped-message"] = ["maybe"],
        ["connection-dispatcher"] = ["\"\""],
        ["dispatch-dispatcher"] = ["\"\""],
    };

    private static readonly Dictionary<string, string[]> MonClient = new()
    {
        ["mon-host"] = ["[nowhere]", "\"0.0.0.0:6789\""],
        ["ping-interval"] = ["0s", "2d"],
        ["ping-timeout"] = ["-1s", "2d"],
        ["hunt-interval"] = ["0s", "2d"],
        ["hunt-parallel"] = ["-1", "1001"],
        ["hunt-interval-backoff"] = ["0.9", "1001"],
        ["hunt-interval-min-multiple"] = ["0", "1001"],
        ["hunt-interval-max-multiple"] = ["0", "1001", "0.5"],
        ["connect-timeout"] = ["-1s", "2d"],
        ["command-timeout"] = ["-1s", "2d"],
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var (key, values) in Messenger.Select(m => ("messenger." + m.Key, m.Value)).Concat(MonClient.Select(m => ("mon-client." + m.Key, m.Value))))
            {
                foreach (var value in values)
                    cases.Add(key, value);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Value_should_be_refused_by_key_and_range_when_it_is_not_allowed(string key, string value)
    {
        var config = Hocon.WithDefaults($"ceph.{key} = {value}");

        var error = Assert.Throws<CephMessengerConfigurationException>(() =>
            key.StartsWith("messenger.", StringComparison.Ordinal)
                ? (object)MessengerSettings.Read(config, "default")
                : MonClientSettings.Read(config));

        Assert.StartsWith("ceph." + Blamed(key, value), error.Key, StringComparison.Ordinal);
        Assert.Contains(error.Key, error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Allowed, error.Message, StringComparison.Ordinal);
        if (key == Blamed(key, value) && !value.StartsWith('['))
            Assert.Equal(value.Trim('"'), error.Value);
    }

    [Theory]
    [InlineData("bind-msgr1 = off, bind-msgr2 = off", "bind-msgr1")]
    [InlineData("""bind-msgr1 = off, bind = ["v1:127.0.0.1:0"]""", "bind")]
    [InlineData("""bind-msgr2 = off, bind = ["v2:127.0.0.1:0"]""", "bind")]
    public void Protocols_should_be_refused_when_none_is_left_or_an_address_has_none(string settings, string key)
    {
        var error = Assert.Throws<CephMessengerConfigurationException>(() => Hocon.Messenger($"ceph.messenger {{ {settings} }}"));

        Assert.Equal($"ceph.messenger.{key}", error.Key);
    }

    // Where two keys contradict each other, one of them is named.
    private static string Blamed(string key, string value) => (key, value) switch
    {
        ("messenger.bind-port-min", "7569") => "messenger.bind-port-max",
        ("messenger.initial-backoff", "16s") => "messenger.max-backoff",
        ("messenger.pq-max-tokens-per-priority", "32KiB") => "messenger.pq-min-cost",
        ("messenger.limits.front", "1GiB") => "messenger.limits.data",
        _ => key,
    };

    [Fact]
    public void Cases_should_cover_every_key_when_one_is_added()
    {
        var reference = ReferenceConfiguration.Config;

        Assert.Equal(SettingsReader.Leaves(reference.GetConfig("ceph.messenger"), "").Order(), Messenger.Keys.Order());
        Assert.Equal(SettingsReader.Leaves(reference.GetConfig("ceph.mon-client"), "").Order(), MonClient.Keys.Order());
    }

    [Theory]
    [InlineData("ceph.messenger.max-backof = 1s", "ceph.messenger.max-backof")]
    [InlineData("ceph.messenger.limits.frunt = 1MiB", "ceph.messenger.limits.frunt")]
    [InlineData("ceph.messenger.limit { front = 1MiB }", "ceph.messenger.limit.front")]
    [InlineData("ceph.messenger.extra {}", "ceph.messenger.extra")]
    [InlineData("ceph.messengers.default.max-backof = 1s", "ceph.messengers.default.max-backof")]
    public void Key_should_be_refused_when_it_is_unknown(string text, string key)
    {
        var error = Assert.Throws<CephMessengerConfigurationException>(() => Hocon.Messenger(text));

        Assert.Equal(key, error.Key);
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Null(error.Value);
    }

    [Fact]
    public void Key_of_a_monitor_client_should_be_refused_when_it_is_unknown() =>
        Assert.Equal(
            "ceph.mon-client.ping",
            Assert.Throws<CephMessengerConfigurationException>(() => Hocon.MonClient("ceph.mon-client.ping = 1s")).Key);

    [Fact]
    public void Section_should_be_refused_when_a_value_stands_in_its_place() =>
        Assert.Equal(
            "ceph.messenger.limits.front",
            Assert.Throws<CephMessengerConfigurationException>(() => Hocon.Messenger("ceph.messenger.limits = 5")).Key);

    [Fact]
    public void Value_should_be_refused_when_a_section_stands_in_its_place() =>
        Assert.Equal(
            "ceph.messenger.max-backoff",
            Assert.Throws<CephMessengerConfigurationException>(() => Hocon.Messenger("ceph.messenger.max-backoff { a = 1 }")).Key);

    [Fact]
    public void Value_should_be_refused_when_it_is_null() =>
        Assert.Equal(
            "ceph.messenger.max-backoff",
            Assert.Throws<CephMessengerConfigurationException>(() => Hocon.Messenger("ceph.messenger.max-backoff = null")).Key);
}
