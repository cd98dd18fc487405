using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CephActors.Interop.Tests.Ceph;
using CephActors.Interop.Tests.Programs;

namespace CephActors.Interop.Tests.Tool;

/// <summary><c>cephactors mon</c> asks a real monitor that demands keys.</summary>
[Collection(nameof(CephxMonitor))]
public sealed class MonToolSpec(CephxMonitor fixture)
{
    private const string Dump = """{"prefix":"mon dump"}""";
    private const string SomeKey = "AQAAEF5fAAAAABAAAAECAwQFBgcICQoLDA0ODw==";

    [SkippableFact]
    public async Task Command_should_print_what_the_real_client_prints()
    {
        var run = await AskAsync("command", Dump);
        var real = await fixture.Ceph.CephAsync("mon", "dump");
        Assert.Equal((0, real.Output.Trim(), "dumped monmap epoch 1\n"), (run.ExitCode, run.Output.Trim(), run.Error));
    }

    [SkippableFact]
    public async Task Command_should_print_bytes_when_the_output_is_no_text()
    {
        var files = Directory.CreateTempSubdirectory("cephactors-getmap-");
        try
        {
            var (ours, real) = (Path.Combine(files.FullName, "ours"), Path.Combine(files.FullName, "real"));
            var run = await Commands.RunAsync(
                "sh", ["-c", "\"$@\" > \"$0\"", ours, "dotnet", OwnPrograms.ToolFile, "mon", "command", """{"prefix":"mon getmap"}""", .. Access]);
            Assert.Equal((0, "got monmap epoch 1\n"), (run.ExitCode, run.Error));
            Assert.Equal(0, (await fixture.Ceph.CephAsync("mon", "getmap", "-o", real)).ExitCode);
            Assert.Equal(await File.ReadAllBytesAsync(real), await File.ReadAllBytesAsync(ours));
        }
        finally
        {
            files.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public async Task Status_should_name_the_cluster_in_words_and_as_json()
    {
        var words = await AskAsync("status");
        Assert.Equal((0, ""), (words.ExitCode, words.Error));
        Assert.Contains($"id:     {fixture.Ceph.Fsid}", words.Output, StringComparison.Ordinal);
        var json = await AskAsync("status", "--json");
        Assert.Equal((0, ""), (json.ExitCode, json.Error));
        Assert.Equal(fixture.Ceph.Fsid, JsonDocument.Parse(json.Output).RootElement.GetProperty("fsid").GetGuid());
    }

    [SkippableFact]
    public async Task Map_should_be_what_the_real_client_dumps_in_words_and_as_json()
    {
        var words = await AskAsync("map");
        Assert.Equal((0, ""), (words.ExitCode, words.Error));
        Assert.Equal((await fixture.Ceph.CephAsync("mon", "dump")).Output.Trim(), words.Output.Trim());
        var json = await AskAsync("map", "--json");
        var ours = JsonDocument.Parse(json.Output).RootElement;
        var real = JsonDocument.Parse((await fixture.Ceph.CephAsync("mon", "dump", "--format", "json")).Output).RootElement;
        foreach (var property in ours.EnumerateObject().Where(property => property.Name != "mons"))
            Assert.True(JsonElement.DeepEquals(real.GetProperty(property.Name), property.Value), property.Name);
        foreach (var (mon, realMon) in ours.GetProperty("mons").EnumerateArray().Zip(real.GetProperty("mons").EnumerateArray()))
        {
            foreach (var property in mon.EnumerateObject())
                Assert.True(JsonElement.DeepEquals(realMon.GetProperty(property.Name), property.Value), property.Name);
        }
    }

    [SkippableFact]
    public async Task Command_should_fail_with_its_error_when_it_cannot_be_done()
    {
        var run = await AskAsync("command", """{"prefix":"osd pool get","pool":"nowhere","var":"size"}""");
        Assert.Equal((1, "", "cephactors: unrecognized pool 'nowhere' (ENOENT)\n"), (run.ExitCode, run.Output, run.Error));
    }

    [SkippableFact]
    public async Task Ping_should_be_answered_although_nobody_has_authenticated()
    {
        var run = await OwnPrograms.RunToolAsync("ping", fixture.Ceph.Address.ToString(), "--count", "2", "--interval", "1");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("2 sent, 2 answered, 0 lost", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Tool_should_say_that_it_was_refused_when_the_key_is_wrong() =>
        AssertRefused("EACCES", await OwnPrograms.RunToolAsync("mon", "status", "--mon", fixture.Ceph.Address.ToString(), "--key", SomeKey));

    [SkippableFact]
    public async Task Tool_should_say_that_it_was_refused_when_the_monitor_demands_a_key() =>
        AssertRefused("EOPNOTSUPP", await OwnPrograms.RunToolAsync("mon", "status", "--mon", fixture.Ceph.Address.ToString(), "--auth", "none"));

    [Fact]
    public async Task Tool_should_say_that_it_was_refused_when_nobody_listens()
    {
        // Bound, so that nobody else gets the port, but not listening.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        AssertRefused("connection refused", await OwnPrograms.RunToolAsync("mon", "status", "--mon", $"v1:{socket.LocalEndPoint}"));
    }

    [Fact]
    public async Task Tool_should_say_that_time_is_up_when_the_monitor_is_silent()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        AssertRefused("ETIMEDOUT", await OwnPrograms.RunToolAsync("mon", "status", "--mon", $"v1:{silent.LocalEndpoint}", "--timeout", "500"));
    }

    private string[] Access => ["--mon", fixture.Ceph.Address.ToString(), "--name", "client.admin", "--keyring", fixture.Ceph.KeyringFile, "--auth", "cephx"];

    private Task<CommandResult> AskAsync(params string[] question) => OwnPrograms.RunToolAsync(["mon", .. question, .. Access]);

    private static void AssertRefused(string reason, CommandResult run)
    {
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("cephactors: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error, '\n');
    }
}
