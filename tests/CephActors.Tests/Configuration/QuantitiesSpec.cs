namespace CephActors.Tests.Configuration;

public class QuantitiesSpec
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("250", 250)]
    [InlineData("200ms", 200)]
    [InlineData("1.5s", 1_500)]
    [InlineData("10 s", 10_000)]
    [InlineData("2m", 120_000)]
    [InlineData("12h", 43_200_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("500us", 0.5)]
    public void Time_should_be_read_when_it_has_a_unit(string text, double milliseconds)
    {
        Assert.True(Quantities.TryParseTime(text, out var time));
        Assert.Equal(milliseconds, time.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1 fortnight")]
    [InlineData("1.2.3s")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999d")]
    public void Time_should_be_refused_when_it_is_none(string text) => Assert.False(Quantities.TryParseTime(text, out _));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("4096", 4_096)]
    [InlineData("12B", 12)]
    [InlineData("64KiB", 65_536)]
    [InlineData("1.5KiB", 1_536)]
    [InlineData("16M", 16_777_216)]
    [InlineData("1 GiB", 1_073_741_824)]
    [InlineData("1kB", 1_000)]
    [InlineData("1MB", 1_000_000)]
    public void Size_should_be_read_when_it_has_a_unit(string text, long expected)
    {
        Assert.True(Quantities.TryParseBytes(text, out var bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("KiB")]
    [InlineData("-1")]
    [InlineData("1.5B")]
    [InlineData("1e3")]
    [InlineData("9999999TiB")]
    public void Size_should_be_refused_when_it_is_none(string text) => Assert.False(Quantities.TryParseBytes(text, out _));

    [Theory]
    [InlineData("0s")]
    [InlineData("1ms")]
    [InlineData("0.5ms")]
    [InlineData("1.5s", "1500ms")]
    [InlineData("90s")]
    [InlineData("60m", "1h")]
    [InlineData("30d")]
    public void Time_should_be_written_shortly_when_formatted(string text, string? expected = null)
    {
        Assert.True(Quantities.TryParseTime(text, out var time));
        Assert.Equal(expected ?? text, Quantities.Format(time));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(256, "256B")]
    [InlineData(4_096, "4KiB")]
    [InlineData(1_048_577, "1048577B")]
    [InlineData(1L << 30, "1GiB")]
    [InlineData(1L << 40, "1TiB")]
    public void Size_should_be_written_shortly_when_formatted(long bytes, string expected) =>
        Assert.Equal(expected, Quantities.Format(bytes));
}
