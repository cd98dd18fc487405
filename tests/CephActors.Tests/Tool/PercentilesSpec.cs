using CephActors.Tool;

namespace CephActors.Tests.Tool;

public class PercentilesSpec
{
    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.5, 50)]
    [InlineData(0.501, 51)]
    [InlineData(0.99, 99)]
    [InlineData(1.0, 100)]
    public void Percentile_should_be_the_nearest_rank(double share, int expected) =>
        Assert.Equal(expected, Percentiles.Of(Enumerable.Range(1, 100).ToArray(), share));

    [Fact]
    public void Percentile_should_be_zero_when_there_is_no_value() => Assert.Equal(0L, Percentiles.Of(Array.Empty<long>(), 0.5));
}
