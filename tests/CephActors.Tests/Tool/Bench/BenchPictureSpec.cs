using System.Xml.Linq;
using CephActors.Tool.Bench;
using CephActors.Tool.Pictures;

namespace CephActors.Tests.Tool.Bench;

public class BenchPictureSpec
{
    private static readonly BenchLoad Load = new(64, 8, 1, TimeSpan.FromSeconds(1), TimeSpan.Zero);
    private static readonly BenchUsage Usage = new(TimeSpan.FromSeconds(1), 1_000, TimeSpan.Zero, 0, 0, 0, 0);

    [Fact]
    public void Picture_should_show_rate_and_percentiles_when_a_bench_is_drawn()
    {
        var history = new BenchHistory(
            [(TimeSpan.Zero, 0), (TimeSpan.FromMilliseconds(500), 400), (TimeSpan.FromSeconds(1), 1_000), (TimeSpan.FromSeconds(1), 1_000)],
            [(50, 900), (800, 99), (20_000, 1)]);
        var picture = XDocument.Parse(BenchPicture.Draw(new BenchResult(Load, Usage, 50, 800, 20_000) { History = history }));

        var texts = picture.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();
        Assert.Contains("1 000 messages/s", texts);
        Assert.Contains("p99.9 20.0 k", texts);
        Assert.Equal(4, picture.Descendants().Count(e => e.Name.LocalName == "path"));
        Assert.Contains("prefers-color-scheme: dark", picture.Descendants().Single(e => e.Name.LocalName == "style").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Picture_should_stay_empty_when_nothing_was_looked_at() =>
        Assert.DoesNotContain("<path", BenchPicture.Draw(new BenchResult(Load, Usage, 0, 0, 0)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(1.234, "1.23")]
    [InlineData(99.96, "100")]
    [InlineData(1_234, "1 234")]
    [InlineData(12_345, "12.3 k")]
    [InlineData(999_600, "1.00 M")]
    [InlineData(2_500_000_000, "2.50 G")]
    public void Quantity_should_have_three_digits_when_short(double value, string expected) => Assert.Equal(expected, Quantity.Short(value));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(41, 80)]
    [InlineData(801, 1_000)]
    public void Axis_should_end_at_a_round_number_when_values_are_not(double value, double expected) => Assert.Equal(expected, Quantity.RoundUp(value));

    [Theory]
    [InlineData(64, "64 B")]
    [InlineData(4_096, "4 KiB")]
    [InlineData(5_000, "5000 B")]
    [InlineData(1 << 20, "1 MiB")]
    public void Bytes_should_be_in_whole_units_when_they_are(long bytes, string expected) => Assert.Equal(expected, Quantity.Bytes(bytes));
}
