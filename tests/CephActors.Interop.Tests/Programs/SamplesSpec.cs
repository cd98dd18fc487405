namespace CephActors.Interop.Tests.Programs;

/// <summary>The samples do what their pages say.</summary>
public sealed class SamplesSpec
{
    [Fact]
    public async Task PingPong_should_answer_all_pings()
    {
        var run = await OwnPrograms.RunSampleAsync("PingPong");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("osd.0 answered \"ping 5\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OsdNode_should_report_its_peer_when_that_is_stopped()
    {
        var run = await OwnPrograms.RunSampleAsync("OsdNode");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"(?s)osd\.0 public \[v2:.*osd\.1 public \[v2:.*osd\.1 answers: front .* ms, back .* ms.*osd\.1 stops.*osd\.0 reports osd\.1 failed: ", run.Output);
    }

    [Fact]
    public async Task Telemetry_should_export_metrics_and_traces()
    {
        var run = await OwnPrograms.RunSampleAsync("Telemetry");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Metric Name: ceph.messenger.messages", run.Output, StringComparison.Ordinal);
        Assert.Contains("Metric Name: ceph.messenger.send.duration", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"Activity\.DisplayName:\s+send MPing", run.Output);
        Assert.Matches(@"Activity\.DisplayName:\s+answer", run.Output);
    }
}
