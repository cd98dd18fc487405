using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using CephActors.Tests.Logging;
using CephActors.Tool;
using CephActors.Tool.Pinging;
using CephActors.Tool.Serving;

namespace CephActors.Tests.Tool.Pinging;

/// <summary><c>ping</c> against <c>serve</c> and against what is no messenger.</summary>
[Collection(SerilogCollection.Name)]
public class PingSpec
{
    private static readonly EntityAddress Anywhere = EntityAddress.Parse("v1:127.0.0.1:0/0");

    [Theory]
    [InlineData("osd.0")]
    [InlineData("mon.0")]
    [InlineData("mds.3")]
    [InlineData("mgr.1")]
    [InlineData("osd.0", "v2")]
    [InlineData("mon.0", "v2")]
    [InlineData("mds.3", "v2")]
    [InlineData("mgr.1", "v2")]
    public async Task Ping_should_find_out_what_kind_of_peer_it_talks_to(string name, string protocol = "v1")
    {
        var anywhere = EntityAddress.Parse($"{protocol}:127.0.0.1:0/0");
        await using var server = await PingServer.StartAsync(new ServeOptions(anywhere, EntityName.Parse(name), Policy.StatelessServer));

        var run = await ToolRun.Of("ping", server.Addresses.ToString(), "--count", "3", "--size", "100", "--interval", "0");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.Equal($"PING {server.Addresses} ({name[..3]}), 100 bytes of data", run.Lines[0]);
        Assert.Matches(@"^seq=1 bytes=100 time=\d+\.\d{3} ms$", run.Lines[1]);
        Assert.Matches(@"^seq=3 bytes=100 time=", run.Lines[3]);
        Assert.Equal("3 sent, 3 answered, 0 lost", run.Lines[4]);
        Assert.Matches(@"^min/avg/p50/p99/max = (\d+\.\d{3}/?){5} ms$", run.Lines[5]);
    }

    [Theory]
    [InlineData("v1:127.0.0.1:0/0")]
    [InlineData("v2:127.0.0.1:0/0")]
    public async Task Ping_should_try_both_protocols_when_the_address_names_none(string bind)
    {
        await using var server = await PingServer.StartAsync(new ServeOptions(EntityAddress.Parse(bind), EntityName.Osd(0), Policy.StatelessServer));

        var run = await ToolRun.Of("ping", server.Addresses.ToString()[3..], "--count", "1", "--type", "osd");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
    }

    [Fact]
    public async Task Ping_should_print_one_JSON_object_when_asked_for_it()
    {
        await using var server = await PingServer.StartAsync(new ServeOptions(Anywhere, EntityName.Osd(0), Policy.LosslessPeer));

        var run = await ToolRun.Of("ping", server.Addresses.ToString(), "--type", "osd", "--count", "10", "--interval", "0", "--json");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var json = Assert.Single(run.Objects);
        Assert.Equal("osd", json.GetProperty("type").GetString());
        Assert.Equal(
            (10, 10, 0),
            (json.GetProperty("sent").GetInt32(), json.GetProperty("received").GetInt32(), json.GetProperty("lost").GetInt32()));
        Assert.InRange(json.GetProperty("p50_us").GetDouble(), json.GetProperty("min_us").GetDouble(), json.GetProperty("max_us").GetDouble());
    }

    [Fact]
    public async Task Ping_should_say_so_when_the_peer_is_of_another_kind()
    {
        await using var server = await PingServer.StartAsync(new ServeOptions(Anywhere, EntityName.Osd(0), Policy.StatelessServer));

        var run = await ToolRun.Of("ping", server.Addresses.ToString(), "--type", "mon");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal($"cephactors: {server.Addresses}: peer speaks protocol version 24, we speak 15\n", run.Error);
    }

    [Fact]
    public async Task Ping_should_say_so_when_nobody_listens()
    {
        var port = FreePort();

        var run = await ToolRun.Of("ping", $"127.0.0.1:{port}");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal($"cephactors: v2:127.0.0.1:{port}/0: connection refused; v1:127.0.0.1:{port}/0: connection refused\n", run.Error);
    }

    [Fact]
    public async Task Ping_should_give_up_in_time_when_the_peer_says_nothing()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;

        var run = await ToolRun.Of("ping", $"127.0.0.1:{port}", "--timeout", "200", "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(0, Assert.Single(run.Objects).GetProperty("sent").GetInt32());
        Assert.Equal($"cephactors: v2:127.0.0.1:{port}/0: no answer within 0.2 s; v1:127.0.0.1:{port}/0: no answer within 0.2 s\n", run.Error);
    }

    [Theory]
    [InlineData("mon.0", "v2", "authentication failed: the monitor takes cephx in mode crc, and was offered none in mode crc")]
    [InlineData("osd.0", "v2", "authentication failed: the osd takes cephx in mode crc, and was offered none in mode crc")]
    [InlineData("osd.0", "v1", "peer refused our authorizer")]
    public async Task Ping_should_say_at_once_what_is_missing_when_the_peer_wants_a_key(string name, string protocol, string reason)
    {
        using var system = ActorSystem.Create("keys", $$"""
            akka.loglevel = ERROR
            ceph.messenger {
              name = "{{name}}", default-policy = "stateless-server", auth.service-required = [cephx]
              modes { mon-service = [crc], service = [crc] }
            }
            """);
        var messenger = system.CephMessenger();
        messenger.AddDispatcherTail(system.ActorOf(Akka.TestKit.TestActors.BlackHoleActor.Props));
        await messenger.BindAsync(EntityAddress.Parse($"{protocol}:127.0.0.1:0/0"));

        var run = await ToolRun.Of("ping", messenger.OwnAddresses.ToString(), "--timeout", "30000", "--type", name[..3]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"cephactors: {messenger.OwnAddresses}: {reason}; give a key with --keyring FILE", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error, '\n');
        await system.Terminate();
    }

    [Fact]
    public async Task Ping_should_report_what_it_found_when_the_peer_goes_away()
    {
        var server = await PingServer.StartAsync(new ServeOptions(Anywhere, EntityName.Osd(0), Policy.StatelessServer));
        var lines = new LineWatch("seq=5 ");
        var options = new PingOptions(server.Addresses[0], EntityType.Osd, 1_000_000, 0, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30));
        await using var pinger = new Pinger(options, lines);

        var pinging = pinger.RunAsync(CancellationToken.None);
        await lines.Seen;
        await server.DisposeAsync();

        var failure = await Assert.ThrowsAsync<CommandFailure>(() => pinging);
        Assert.StartsWith(server.Addresses.ToString(), failure.Message, StringComparison.Ordinal);
        Assert.InRange(pinger.Report.Received, 5, 999_999);
        Assert.InRange(pinger.Report.Lost, 0, 1);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("v2:127.0.0.1:3300")]
    [InlineData("127.0.0.1:6789", "--count", "0")]
    [InlineData("127.0.0.1:6789", "--type", "cat")]
    public async Task Ping_should_refuse_what_makes_no_sense(params string[] arguments)
    {
        var run = await ToolRun.Of(["ping", .. arguments]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(arguments[^1], run.Error, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
