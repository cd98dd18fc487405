using System.Text.Json;
using CephActors.Interop.Tests.Ceph;
using CephActors.Interop.Tests.Programs;

namespace CephActors.Interop.Tests.Tool;

/// <summary><c>cephactors osd ping</c> with a real OSD.</summary>
public sealed class OsdPingToolSpec
{
    /// <summary>
    /// 1. Front and back answer heartbeats, the session with the public address is kept alive. 2. The OSD is killed: pings are lost. 3. It starts again
    /// elsewhere: it is found, and answers. 4. An address given by hand answers as well.
    /// </summary>
    [SkippableTheory]
    [InlineData("none", "v1", false)]
    [InlineData("cephx", "v1", false)]
    [InlineData("none", "v2", false)]
    [InlineData("cephx", "v2", false)]
    [InlineData("cephx", "v2", true)]
    public async Task Osd_should_be_pinged_at_all_its_addresses_also_when_it_was_restarted(string auth, string wire, bool secure)
    {
        Skip.If(RealCeph.MissingOsd is not null, RealCeph.MissingOsd);
        await using var ceph = await RealCeph.StartAsync(auth, wire, secure);
        var before = await ceph.StartOsdAsync();
        string[] access = ["--mon", $"{ceph.Address}", "--name", "client.admin", .. auth == "cephx" ? new[] { "--keyring", ceph.KeyringFile } : []];
        await using var tool = OwnPrograms.StartTool(["osd", "ping", "--osd", "0", "--count", "100000", "--interval", "100", "--timeout", "3000", .. access]);
        foreach (var address in new[] { $"front {before.Heartbeat} time=", $"back {before.Back} time=", $"public {before.Public} time=" })
            await tool.OutputLineAsync(address);

        await ceph.KillOsdAsync();
        await tool.OutputLineAsync(" connection ");
        var after = await ceph.StartOsdAgainAsync();
        foreach (var address in new[] { $"front {after.Heartbeat} time=", $"back {after.Back} time=", $"public {after.Public} time=" })
            await tool.OutputLineAsync(address);
        Assert.Equal(1, await tool.InterruptAsync());
        Assert.Contains("pings were not answered", tool.Error, StringComparison.Ordinal);

        var byHand = await OwnPrograms.RunToolAsync(
            ["osd", "ping", $"{after.Heartbeat}", $"{after.Back}", "--count", "3", "--interval", "0", "--json", .. access]);
        Assert.Equal((0, ""), (byHand.ExitCode, byHand.Error));
        var reports = byHand.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(new[] { $"{after.Heartbeat}", $"{after.Back}" }, reports.Select(report => report.GetProperty("address").GetString()));
        Assert.All(reports, report => Assert.Equal((3, 3), (report.GetProperty("sent").GetInt32(), report.GetProperty("received").GetInt32())));
    }
}
