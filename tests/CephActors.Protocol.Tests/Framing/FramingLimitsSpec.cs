using CephActors.Framing;

namespace CephActors.Protocol.Tests.Framing;

public class FramingLimitsSpec
{
    [Theory]
    [InlineData(-1, 0, 0, 0)]
    [InlineData(0, -1, 0, 0)]
    [InlineData(0, 0, -1, 0)]
    [InlineData(0, 0, 0, -1)]
    [InlineData(0, 0, 0, (1 << 20) + 1)]
    [InlineData(1 << 29, 1 << 28, (1 << 28) + 1, 0)]
    public void Limits_should_be_refused_when_no_array_could_hold_them(int front, int middle, int data, int authorizer)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new FramingLimits(front, middle, data, authorizer));

    [Fact]
    public void Limits_should_be_taken_up_to_the_bounds()
    {
        var limits = new FramingLimits(1 << 29, 1 << 28, 1 << 28, 1 << 20);
        Assert.Equal((1 << 29, 1 << 28, 1 << 28, 1 << 20), (limits.Front, limits.Middle, limits.Data, limits.Authorizer));
    }

    [Fact]
    public void Default_limits_should_be_as_documented()
    {
        var limits = FramingLimits.Default;
        Assert.Equal((16_777_216, 16_777_216, 134_217_728, 4096), (limits.Front, limits.Middle, limits.Data, limits.Authorizer));
    }
}
