using System.CommandLine;
using System.Text.Json;
using CephActors.Tool.Clusters;
using CephActors.Tool.Manners;
using CephActors.Tool.Mons;

namespace CephActors.Tool.Commands;

/// <summary><c>cephactors mon</c>: asks a cluster's monitors.</summary>
internal static class MonCommand
{
    public static Command Create() => new ToolCommand("mon", "Ask the monitors of a cluster.", "cephactors mon status", "cephactors mon map --json")
    {
        CreateCommand(), CreateStatus(), CreateMap(),
    };

    private static Command CreateCommand()
    {
        var json = new Argument<string>("JSON") { Description = """The command, such as {"prefix":"mon dump"}.""" };
        json.Validators.Add(result =>
        {
            if (!IsObject(result.GetRequiredValue(json)))
                result.AddError("""The command must be a JSON object, such as {"prefix":"mon dump"}.""");
        });
        var command = new ToolCommand(
            "command",
            "Run a command: its output comes on standard output, its status text on standard error.",
            """cephactors mon command '{"prefix":"mon dump"}'""",
            """cephactors mon command '{"prefix":"osd tree","format":"json"}' --name client.admin --keyring /etc/ceph/ceph.client.admin.keyring""") { json };
        return WithAction(command, async (parse, client, cancellationToken) =>
        {
            var result = await client.CommandAsync(parse.GetRequiredValue(json), cancellationToken: cancellationToken).ConfigureAwait(false);
            await WriteAsync(parse.InvocationConfiguration.Output, result).ConfigureAwait(false);
            if (result.EnsureSuccess().Status.Length > 0)
                await parse.InvocationConfiguration.Error.WriteLineAsync(result.Status).ConfigureAwait(false);
        });
    }

    private static Command CreateStatus()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        return WithAction(new ToolCommand(
            "status",
            "Tell how the cluster is.",
            "cephactors mon status",
            "cephactors mon status --mon 192.168.0.10 --auth none --json") { json }, async (parse, client, cancellationToken) =>
        {
            var format = parse.GetValue(json) ? "json" : "plain";
            var result = await client.CommandAsync($$"""{"prefix":"status","format":"{{format}}"}""", cancellationToken: cancellationToken).ConfigureAwait(false);
            await parse.InvocationConfiguration.Output.WriteLineAsync(result.EnsureSuccess().OutputText.Trim('\n')).ConfigureAwait(false);
        });
    }

    private static Command CreateMap()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        return WithAction(new ToolCommand(
            "map",
            "Tell which monitors the cluster has.",
            "cephactors mon map",
            "cephactors mon map --conf /etc/ceph/other.conf --json") { json }, async (parse, client, cancellationToken) =>
        {
            var map = await client.GetMonMapAsync(cancellationToken).ConfigureAwait(false);
            await parse.InvocationConfiguration.Output.WriteLineAsync(parse.GetValue(json) ? MonMapText.AsJson(map) : MonMapText.InWords(map).TrimEnd()).ConfigureAwait(false);
        });
    }

    private static Command WithAction(Command command, Func<ParseResult, MonClient, CancellationToken, Task> action)
    {
        var options = new MonOptions();
        options.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var access = await options.ReadAsync(parse, Surroundings.Real, cancellationToken).ConfigureAwait(false);
            ToolSystem.LogToStandardError(access.Verbose);
            await using var session = await MonSession.OpenAsync(access, cancellationToken).ConfigureAwait(false);
            await action(parse, session.Client, cancellationToken).ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    // Output need not be text: byte for byte where bytes can be written.
    private static async Task WriteAsync(TextWriter output, MonCommandResult result)
    {
        if (!ReferenceEquals(output, StandardOutput.Text))
        {
            await output.WriteAsync(result.OutputText).ConfigureAwait(false);
            return;
        }

        var stream = StandardOutput.Bytes;
        foreach (var part in result.Output)
            await stream.WriteAsync(part).ConfigureAwait(false);
    }

    private static bool IsObject(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
