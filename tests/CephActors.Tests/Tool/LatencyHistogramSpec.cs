using CephActors.Tool;

namespace CephActors.Tests.Tool;

public class LatencyHistogramSpec
{
    [Fact]
    public void Percentile_should_be_zero_when_nothing_was_counted() =>
        Assert.Equal(0, LatencyHistogram.Percentile([new LatencyHistogram()], 0.5));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1_000_003)]
    [InlineData(long.MaxValue)]
    public void Time_should_be_kept_to_three_percent(long time)
    {
        var histogram = new LatencyHistogram();

        histogram.Add(time);

        Assert.InRange(LatencyHistogram.Percentile([histogram], 0.99), time - (time / 32), time);
    }

    [Fact]
    public void Percentile_should_be_that_of_all_parts_together()
    {
        var (low, high) = (new LatencyHistogram(), new LatencyHistogram());
        for (var time = 1; time <= 1000; time++)
            (time <= 600 ? low : high).Add(time);

        Assert.Equal(1000, low.Count + high.Count);
        Assert.InRange(LatencyHistogram.Percentile([low, high], 0.50), 484, 500);
        Assert.InRange(LatencyHistogram.Percentile([low, high], 0.99), 959, 990);
    }
}
