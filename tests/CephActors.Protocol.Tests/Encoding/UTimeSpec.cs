using CephActors.Encoding;

namespace CephActors.Protocol.Tests.Encoding;

public class UTimeSpec
{
    [Fact]
    public void Time_should_round_trip_when_it_fits()
    {
        var time = new DateTimeOffset(2026, 11, 22, 15, 57, 16, TimeSpan.FromHours(2)).AddTicks(6683894);
        var stamp = UTime.From(time);
        Assert.Equal(668389400u, stamp.Nanoseconds);
        Assert.Equal(time, stamp.ToDateTimeOffset());
        Assert.Equal($"{time.ToUnixTimeSeconds()}.668389400", stamp.ToString());
    }

    [Fact]
    public void Time_should_be_limited_when_it_does_not_fit()
    {
        Assert.Equal(default, UTime.From(DateTimeOffset.MinValue));
        Assert.Equal(new UTime(uint.MaxValue, 999_999_999), UTime.From(DateTimeOffset.MaxValue));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(uint.MaxValue).AddTicks(uint.MaxValue / 100), new UTime(uint.MaxValue, uint.MaxValue).ToDateTimeOffset());
    }

    [Theory]
    [InlineData(-15_000_001, -1, -500_000_100)]
    [InlineData(15_000_001, 1, 500_000_100)]
    [InlineData(0, 0, 0)]
    public void Span_should_carry_its_sign_in_both_parts_when_converted(long ticks, int seconds, int nanoseconds)
    {
        var span = SignedSpan.From(new TimeSpan(ticks));
        Assert.Equal(new SignedSpan(seconds, nanoseconds), span);
        Assert.Equal(new TimeSpan(ticks), span.ToTimeSpan());
    }

    [Fact]
    public void Span_should_be_limited_when_it_does_not_fit()
    {
        Assert.Equal(new SignedSpan(int.MaxValue, 999_999_999), SignedSpan.From(TimeSpan.MaxValue));
        Assert.Equal(new SignedSpan(int.MinValue, -999_999_999), SignedSpan.From(TimeSpan.MinValue));
        Assert.Equal("-1.500000100", new SignedSpan(-1, -500_000_100).ToString());
    }

    [Fact]
    public void Stamps_should_be_little_endian_when_encoded()
    {
        var writer = new WireWriter();
        writer.WriteUTime(new UTime(0x5f5e1000, 500));
        writer.WriteSignedSpan(new SignedSpan(-1, -2));
        Assert.Equal("00105e5ff4010000" + "fffffffffeffffff", Convert.ToHexStringLower(writer.Written));
        var reader = new WireReader(writer.Written);
        Assert.Equal(new UTime(0x5f5e1000, 500), reader.ReadUTime("stamp"));
        Assert.Equal(new SignedSpan(-1, -2), reader.ReadSignedSpan("span"));
        Assert.Equal(0, reader.Remaining);
    }
}
