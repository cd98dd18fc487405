using CephActors.Tool.Bench;

namespace CephActors.Tests.Tool.Bench;

public class BenchMeterSpec
{
    [Fact]
    public async Task Usage_should_be_nothing_when_nothing_was_asked()
    {
        var meter = new BenchMeter(() => 0);

        await meter.RunAsync(Task.CompletedTask);

        Assert.Equal(default, meter.Usage);
    }

    [Fact]
    public void Usage_should_be_divided_by_messages()
    {
        var before = new BenchSample(0, 10, TimeSpan.Zero, 1000, 1, 1, 1);
        var after = new BenchSample(System.Diagnostics.Stopwatch.Frequency * 2, 30, TimeSpan.FromMicroseconds(40), 3000, 4, 3, 2);

        var usage = after.Since(before);

        Assert.Equal((20L, 10.0, 2.0, 100.0), (usage.Messages, usage.MessagesPerSecond, usage.CpuMicrosecondsPerMessage, usage.AllocatedPerMessage));
        Assert.Equal((3, 2, 1), (usage.Gen0, usage.Gen1, usage.Gen2));
    }
}
