using CephActors.Tests.Logging;
using CephActors.Tool;
using CephActors.Tool.Serving;

namespace CephActors.Tests.Tool.Watching;

[Collection(SerilogCollection.Name)]
public sealed class TopSpec
{
    private static readonly EntityAddress Anywhere = EntityAddress.Parse("v1:127.0.0.1:0/0");

    [Fact]
    public async Task Command_should_print_a_dump_that_can_be_read_back_when_asked_for_one_as_json()
    {
        await using var server = await StartAsync(admin: true);

        var run = await ToolRun.Of("top", $"{server.Addresses}", "--once", "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var dump = MessengerDump.Parse(Assert.Single(run.Lines));
        Assert.Equal((EntityName.Osd(5), server.Addresses), (dump.EntityName, dump.OwnAddresses));
        Assert.Contains(dump.Connections, c => c is { State: "open", PeerType: EntityType.Client });
    }

    [Fact]
    public async Task Command_should_print_a_table_with_speeds_when_asked_to_look_once()
    {
        await using var server = await StartAsync(admin: true);

        var run = await ToolRun.Of("top", $"{server.Addresses}", "--once", "--interval", "100");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith($"osd.5 {server.Addresses}", run.Lines[0], StringComparison.Ordinal);
        Assert.Contains(run.Lines, line => line.Contains("PEER", StringComparison.Ordinal) && line.Contains("LAST FAULT", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.Contains("stateless-server", StringComparison.Ordinal) && line.Contains("client v1:", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task Command_should_go_on_printing_json_until_it_is_told_to_stop()
    {
        await using var server = await StartAsync(admin: true);
        using var stop = new CancellationTokenSource();
        var output = new LineWatch("{");

        var watching = CommandLine.RunAsync(["top", $"{server.Addresses}", "--json", "--interval", "100"], output, TextWriter.Null, stop.Token);
        Assert.NotNull(MessengerDump.Parse(await output.Seen));
        await stop.CancelAsync();

        Assert.Equal(0, await watching);
    }

    [Fact]
    public async Task Command_should_say_what_to_switch_on_when_the_messenger_does_not_answer()
    {
        await using var server = await StartAsync(admin: false);

        var run = await ToolRun.Of("top", $"{server.Addresses}", "--type", "osd", "--once", "--timeout", "3000");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("ceph.messenger.admin", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_should_want_a_terminal_when_it_shall_show_more_than_one_look()
    {
        await using var server = await StartAsync(admin: true);

        var run = await ToolRun.Of("top", $"{server.Addresses}");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--once or --json", run.Error, StringComparison.Ordinal);
    }

    private static Task<PingServer> StartAsync(bool admin) =>
        PingServer.StartAsync(new ServeOptions(Anywhere, EntityName.Osd(5), Policy.StatelessServer, Admin: admin));
}
