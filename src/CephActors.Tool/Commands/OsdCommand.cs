using System.CommandLine;
using CephActors.Tool.Clusters;
using CephActors.Tool.Manners;
using CephActors.Tool.Mons;
using CephActors.Tool.OsdPinging;

namespace CephActors.Tool.Commands;

/// <summary><c>cephactors osd</c>: reaches a cluster's OSDs.</summary>
internal static class OsdCommand
{
    public static Command Create() => new ToolCommand("osd", "Reach the OSDs of a cluster.", "cephactors osd ping --osd 0") { CreatePing() };

    private static Command CreatePing()
    {
        var addresses = new Argument<EntityAddress[]>("ADDR")
        {
            Description = "Heartbeat addresses of an OSD, front or back, such as v1:127.0.0.1:6803/1234.",
            Arity = ArgumentArity.ZeroOrMore,
            CustomParser = result => Addresses.ParseAll(result, result.Tokens.Select(token => token.Value)),
        };
        var osd = new Option<int?>("--osd") { Description = "Look the OSD of this number up instead, and keep a session with its public address alive too.", HelpName = "N" };
        var count = WholeNumber.Option("--count", "Rounds of pings to send.", 4, 1, 1_000_000_000);
        var interval = WholeNumber.Option("--interval", "Milliseconds from one round to the next.", 1_000, 0, 3_600_000);
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each address and nothing else; times in microseconds." };
        var monitors = new MonOptions();
        var command = new ToolCommand(
            "ping",
            "Ping an OSD as other OSDs do.",
            "cephactors osd ping --osd 0",
            "cephactors osd ping v1:192.168.0.11:6803/1234 v1:192.168.0.11:6804/1234 --mon 192.168.0.10 --count 100")
        {
            addresses, osd, count, interval, json,
        };
        monitors.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(addresses) is { Length: > 0 } == result.GetValue(osd) is not null)
                result.AddError("Give the addresses of an OSD, or --osd with its number.");
        });
        command.SetAction(async (parse, cancellationToken) =>
        {
            var access = await monitors.ReadAsync(parse, Surroundings.Real, cancellationToken).ConfigureAwait(false);
            var options = new OsdPingOptions(
                [.. (parse.GetValue(addresses) ?? []).Select(address => new EntityAddressVector(address))],
                parse.GetValue(osd),
                parse.GetValue(count),
                TimeSpan.FromMilliseconds(parse.GetValue(interval)),
                access.Timeout);
            ToolSystem.LogToStandardError(access.Verbose);
            return await RunAsync(access, options, parse.GetValue(json), parse.InvocationConfiguration.Output, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(MonAccess access, OsdPingOptions options, bool json, TextWriter output, CancellationToken cancellationToken)
    {
        await using var session = await MonSession.OpenAsync(access, cancellationToken).ConfigureAwait(false);
        await using var pinger = new OsdPinger(session, options, json ? TextWriter.Null : output);
        try
        {
            await pinger.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (pinger.Reports.Any(report => report.Received > 0))
        {
            // Ctrl-C ends the pings, and what was found until then is told.
        }

        foreach (var report in pinger.Reports)
            await output.WriteLineAsync(json ? report.ToJson() : $"{report.Role} {report}").ConfigureAwait(false);
        var (lost, sent) = (pinger.Reports.Sum(report => report.Lost), pinger.Reports.Sum(report => report.Sent));
        return lost == 0 ? 0 : throw new CommandFailure($"{lost} of {sent} pings were not answered");
    }
}
