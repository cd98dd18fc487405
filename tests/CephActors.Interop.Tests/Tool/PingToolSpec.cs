using System.Text.Json;
using CephActors.Interop.Tests.Ceph;
using CephActors.Interop.Tests.Programs;

namespace CephActors.Interop.Tests.Tool;

/// <summary><c>cephactors ping</c> and <c>mon</c> with a real monitor that demands no keys.</summary>
[Collection(nameof(NoneMonitor))]
public sealed class PingToolSpec(NoneMonitor fixture)
{
    [SkippableFact]
    public async Task Ping_should_be_answered_by_a_real_monitor()
    {
        var run = await OwnPrograms.RunToolAsync("ping", fixture.Ceph.Address.ToString(), "--count", "5", "--size", "100", "--interval", "1", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("mon", report.GetProperty("type").GetString());
        Assert.Equal(5, report.GetProperty("received").GetInt32());
        Assert.Equal(0, report.GetProperty("lost").GetInt32());
    }

    [SkippableTheory]
    [InlineData]
    [InlineData("--auth", "none")]
    public async Task Command_should_be_answered_without_a_key(params string[] auth)
    {
        var run = await OwnPrograms.RunToolAsync(["mon", "command", """{"prefix":"fsid"}""", "--mon", fixture.Ceph.Address.ToString(), .. auth]);
        Assert.Equal((0, fixture.Ceph.Fsid.ToString(), ""), (run.ExitCode, run.Output.Trim(), run.Error));
    }
}
