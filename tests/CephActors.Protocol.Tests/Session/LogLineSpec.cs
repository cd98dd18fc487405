using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

public class LogLineSpec
{
    [Fact]
    public void Line_should_be_filled_behind_the_connection_in_order()
    {
        var line = new LogLine(1, ReportLevel.Debug, "{Connection}: {Count} of {Sum}, {Share}");

        Assert.Equal("3 of 4, 0.75", line.Fill([3, 4L, 0.75]));
    }

    [Fact]
    public void Line_should_be_as_it_is_when_it_is_about_the_connection_alone() =>
        Assert.Equal("closed", new LogLine(1, ReportLevel.Debug, "{Connection}: closed").Fill([]));
}
