using System.CommandLine;
using CephActors.Tool.Manners;
using CephActors.Tool.Serving;

namespace CephActors.Tool.Commands;

/// <summary><c>cephactors serve</c>: a messenger that answers pings until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var bind = new Option<EntityAddress>("--bind")
        {
            Description = "Where to listen, such as v1:127.0.0.1:6800; port 0 takes a free one, nonce 0 or none makes one up.",
            HelpName = "ADDR",
            CustomParser = Addresses.Parse,
            Required = true,
        };
        var name = new Option<EntityName>("--name")
        {
            Description = "Who to be.",
            HelpName = "NAME",
            DefaultValueFactory = _ => EntityName.Osd(0),
            CustomParser = result =>
            {
                if (!EntityName.TryParse(result.Tokens[0].Value, out var value))
                    result.AddError($"'{result.Tokens[0].Value}' is not an entity name; write it like osd.0.");
                return value;
            },
        };
        var policy = new Option<Policy>("--policy")
        {
            Description = "The policy towards peers of the own kind, such as lossless_peer; others are served as by stateless_server.",
            HelpName = "POLICY",
            DefaultValueFactory = _ => Policy.StatelessServer,
            CustomParser = result =>
            {
                if (!Policy.TryParse(result.Tokens[0].Value, out var value))
                    result.AddError($"'{result.Tokens[0].Value}' is not a policy, such as stateless_server or lossless_peer.");
                return value;
            },
        };
        var auth = new Option<string>("--auth") { Description = "How peers authenticate.", DefaultValueFactory = _ => "none" };
        auth.AcceptOnlyFromAmong("none");
        var admin = new Option<bool>("--admin") { Description = "Answer cephactors top." };
        var verbose = new Option<bool>("--verbose") { Description = "Log what the messenger does, on standard error." };

        var command = new ToolCommand(
            "serve",
            "Answer pings at an address until SIGTERM or Ctrl-C.",
            "cephactors serve --bind v1:127.0.0.1:6800 --name osd.0",
            "cephactors serve --bind v1:0.0.0.0:6789 --name mon.0 --policy lossless_peer --admin --verbose") { bind, name, policy, auth, admin, verbose };
        command.SetAction((parse, cancellationToken) =>
        {
            ToolSystem.LogToStandardError(parse.GetValue(verbose));
            var options = new ServeOptions(parse.GetValue(bind), parse.GetValue(name), parse.GetValue(policy)!, parse.GetValue(verbose), parse.GetValue(admin));
            return RunAsync(options, parse.InvocationConfiguration, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(ServeOptions options, InvocationConfiguration output, CancellationToken cancellationToken)
    {
        using var termination = new Termination(cancellationToken);
        await using var server = await PingServer.StartAsync(options).ConfigureAwait(false);
        await output.Output.WriteLineAsync($"listening on {server.Addresses}").ConfigureAwait(false);
        await output.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        await termination.Requested.ConfigureAwait(false);
        return 0;
    }
}
