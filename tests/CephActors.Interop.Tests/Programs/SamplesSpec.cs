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

    [Fact]
    public async Task Telemetry_should_export_to_a_collector_and_one_trace_should_hold_both_sides_of_a_message()
    {
        using var collector = new OtlpCollector();

        var run = await OwnPrograms.RunSampleAsync("Telemetry", ["otlp"], new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(collector.BodiesAt("/v1/metrics"), body => body.AsSpan().IndexOf("ceph.messenger.messages"u8) >= 0);
        var spans = collector.Spans();
        var asked = spans.Where(span => span.Name == "ask").ToArray();
        Assert.Equal(10, asked.Length);
        Assert.All(asked, ask => Assert.Equal(
            "ask, send MPing, dispatch MPing, answer, send MPing, dispatch MPing", string.Join(", ", PathFrom(spans, ask).Select(span => span.Name))));
    }

    private static IEnumerable<OtlpSpan> PathFrom(IReadOnlyList<OtlpSpan> spans, OtlpSpan? span)
    {
        for (; span is not null; span = spans.SingleOrDefault(next => next.TraceId == span.TraceId && next.ParentSpanId == span.SpanId))
            yield return span;
    }
}
