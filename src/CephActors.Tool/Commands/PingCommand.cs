using System.CommandLine;
using CephActors.Tool.Clusters;
using CephActors.Tool.Manners;
using CephActors.Tool.Mons;
using CephActors.Tool.Pinging;

namespace CephActors.Tool.Commands;

/// <summary><c>cephactors ping</c>: round trips with any messenger that answers MPing.</summary>
internal static class PingCommand
{
    public static Command Create()
    {
        var address = new Argument<EntityAddress>("ADDR")
        {
            Description = "The peer's address, such as v2:127.0.0.1:3300/0; without v1: or v2: as mon_host takes it.",
            CustomParser = Addresses.ParsePeer,
        };
        var count = WholeNumber.Option("--count", "Pings to send.", 4, 1, 1_000_000_000);
        var size = WholeNumber.Option("--size", "Bytes of data in each.", 0, 0, 64 << 20);
        var interval = WholeNumber.Option("--interval", "Milliseconds from an answer to the next ping.", 1_000, 0, 3_600_000);
        var type = PeerTypes.Option();
        var json = new Option<bool>("--json") { Description = "Print one JSON object and nothing else; times in microseconds." };
        var monitors = new MonOptions(timeout: 5_000);
        var command = new ToolCommand(
            "ping",
            "Measure round trips with a messenger that answers pings, such as a monitor's.",
            "cephactors ping v1:192.168.0.10:6789/0",
            "cephactors ping 192.168.0.10:6801/1234 --type osd --count 1000 --interval 0 --size 4096",
            "cephactors ping 192.168.0.10 --keyring /etc/ceph/ceph.client.admin.keyring")
        {
            address, count, size, interval, type, json,
        };
        monitors.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var options = new PingOptions(
                parse.GetValue(address),
                PeerTypes.Read(parse, type),
                parse.GetValue(count),
                parse.GetValue(size),
                TimeSpan.FromMilliseconds(parse.GetValue(interval)),
                monitors.TimeoutOf(parse));
            var verbose = monitors.IsVerbose(parse);
            ToolSystem.LogToStandardError(verbose);
            var access = monitors.AreGiven(parse)
                ? await monitors.ReadAsync(parse, Surroundings.Real, cancellationToken, otherwise: options.Address).ConfigureAwait(false)
                : null;
            return await RunAsync(options, access, parse.GetValue(json), verbose, parse.InvocationConfiguration, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        PingOptions options, MonAccess? access, bool json, bool verbose, InvocationConfiguration output, CancellationToken cancellationToken)
    {
        await using var pinger = new Pinger(options, json ? TextWriter.Null : output.Output, access, verbose);
        CommandFailure? failure = null;
        try
        {
            await pinger.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CommandFailure cause)
        {
            failure = cause;
        }
        catch (OperationCanceledException) when (pinger.Report.Received > 0)
        {
            // Ctrl-C ends the pings, and what was found until then is told.
        }

        var report = pinger.Report;
        if (json || report.Sent > 0)
            await output.Output.WriteLineAsync(json ? report.ToJson() : report.ToString()).ConfigureAwait(false);
        if (failure is not null)
            throw failure;
        return report.Lost == 0 ? 0 : throw new CommandFailure($"{report.Lost} of {report.Sent} pings were not answered");
    }
}
