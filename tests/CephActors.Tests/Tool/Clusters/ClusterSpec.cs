using CephActors.Tool;
using CephActors.Tool.Clusters;

namespace CephActors.Tests.Tool.Clusters;

public sealed class ClusterSpec : IDisposable
{
    private const string Key = "AQAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAA==";

    private readonly Dictionary<string, string> _variables = [];
    private readonly Dictionary<string, string> _files = [];
    private readonly DnsServer _dns = new();

    [Theory]
    [InlineData("/etc/ceph/ceph.conf")]
    [InlineData("/home/me/.ceph/ceph.conf")]
    [InlineData("ceph.conf")]
    public async Task Monitors_should_be_read_from_where_ceph_looks(string path)
    {
        _files[path] = "[global]\nmon host = 10.0.0.7";

        Assert.Equal("v2:10.0.0.7:3300/0 v1:10.0.0.7:6789/0", await MonitorsAsync());
    }

    [Fact]
    public async Task Nearer_sources_should_win()
    {
        _files["/etc/ceph/ceph.conf"] = "[global]\nmon host = 10.0.0.1";
        Assert.Equal("v2:10.0.0.1:3300/0 v1:10.0.0.1:6789/0", await MonitorsAsync());
        _files["/other.conf"] = "[global]\nmon host = 10.0.0.2";
        _variables["CEPH_CONF"] = "/other.conf";
        Assert.Equal("v2:10.0.0.2:3300/0 v1:10.0.0.2:6789/0", await MonitorsAsync());
        _variables["CEPH_ARGS"] = "--mon-host 10.0.0.3 --id me";
        Assert.Equal("v2:10.0.0.3:3300/0 v1:10.0.0.3:6789/0", await MonitorsAsync());
        Assert.Equal("client.me", $"{Of(new()).Name}");
        Assert.Equal("v2:10.0.0.4:3300/0 v1:10.0.0.4:6789/0", await MonitorsAsync(new(Monitors: "10.0.0.4")));
    }

    [Fact]
    public async Task Monitors_should_be_read_from_sections_of_their_own_as_they_once_were_written()
    {
        _files["/etc/ceph/ceph.conf"] = "[mon.a]\nmon addr = 10.0.0.1:6789\n[mon.b]\nmon addr = 10.0.0.2:6789";

        Assert.Equal("v1:10.0.0.1:6789/0 v1:10.0.0.2:6789/0", await MonitorsAsync());
    }

    [Theory]
    [InlineData("_ceph-mon._tcp.lab.example", "")]
    [InlineData("_ceph-mon._tcp", "")]
    [InlineData("_mons._tcp.lab.example", "mon dns srv name = mons")]
    [InlineData("_ceph-mon._tcp.far.example", "mon dns srv name = ceph-mon_far.example")]
    public async Task Monitors_should_be_those_of_DNS_when_nothing_else_names_any(string records, string conf)
    {
        _dns.Records[records] = [("127.0.0.2", 3300), ("127.0.0.3", 6789)];
        _files["/etc/ceph/ceph.conf"] = $"[global]\n{conf}";

        Assert.Equal("v2:127.0.0.2:3300/0 v1:127.0.0.3:6789/0", await MonitorsAsync());

        _files["/etc/ceph/ceph.conf"] += "\nmon host = 10.0.0.1:6789";
        Assert.Equal("v1:10.0.0.1:6789/0", await MonitorsAsync());
    }

    [Fact]
    public async Task Failure_should_say_that_DNS_knows_none_either()
    {
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => MonitorsAsync());

        Assert.Contains("mon_host", failure.Message, StringComparison.Ordinal);
        Assert.Contains("(DNS has no SRV record _ceph-mon._tcp.lab.example)", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/ceph/ceph.client.admin.keyring")]
    [InlineData("/etc/ceph/ceph.keyring")]
    [InlineData("/etc/ceph/keyring")]
    [InlineData("/etc/ceph/keyring.bin")]
    public void Key_should_be_found_where_ceph_looks(string path)
    {
        Assert.Null(Of(new()).FindKey());
        _files[path] = $"[client.admin]\nkey = {Key}";

        Assert.Equal(Key, $"{Of(new()).FindKey()!.ToBase64()}");
    }

    [Fact]
    public void Key_should_be_that_of_the_configuration_with_its_variables_filled_in()
    {
        _files["/etc/ceph/site.conf"] = "[client]\nkeyring = /keys/$cluster/${type}/$id";
        _files["/keys/site/client/backup"] = $"[client.backup]\nkey = {Key}";
        _files["/etc/ceph/keyring"] = "[client.backup]\nkey = damaged";

        var cluster = Of(new(Cluster: "site", Name: AuthEntityName.Parse("client.backup")));

        Assert.Equal("/etc/ceph/site.conf", cluster.ConfPath);
        Assert.NotNull(cluster.FindKey());
    }

    [Fact]
    public void Configuration_should_say_that_no_key_is_wanted()
    {
        Assert.False(Of(new()).WantsNone);
        _files["/etc/ceph/ceph.conf"] = "[global]\nauth client required = none";

        Assert.True(Of(new()).WantsNone);
    }

    [Fact]
    public async Task Failure_should_say_what_to_do()
    {
        Assert.Contains("--mon ADDR", (await Assert.ThrowsAsync<CommandFailure>(() => MonitorsAsync())).Message, StringComparison.Ordinal);
        Assert.Contains("/no.conf", Assert.Throws<CommandFailure>(() => Of(new(Conf: "/no.conf"))).Message, StringComparison.Ordinal);
        _files["/etc/ceph/ceph.conf"] = "[global";
        Assert.StartsWith("/etc/ceph/ceph.conf: line 1", Assert.Throws<CommandFailure>(() => Of(new())).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _dns.Dispose();

    private async Task<string> MonitorsAsync(ClusterOptions? options = null) =>
        string.Join(' ', await Of(options ?? new()).FindMonitorsAsync(CancellationToken.None));

    private Cluster Of(ClusterOptions options) => new(options, new Surroundings
    {
        Variable = _variables.GetValueOrDefault,
        FileExists = _files.ContainsKey,
        ReadFile = path => _files[path],
        Home = "/home/me",
        HostName = "host",
        Dns = _ => new MonDns([_dns.EndPoint], ["lab.example"]),
    });
}
