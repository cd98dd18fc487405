using Akka.Logger.Serilog;

namespace CephActors.Tests.Logging;

public class SerilogLogMessageFormatterSpec
{
    [Theory]
    [InlineData("{Peer} sent {Count}", "osd.1 sent 7")]
    [InlineData("{0} sent {1}", "osd.1 sent 7")]
    [InlineData("{{kept}} {Peer} {Count}", "{kept} osd.1 7")]
    [InlineData("no holes", "no holes")]
    public void Format_should_fill_the_holes_when_the_template_is_good(string template, string expected) =>
        Assert.Equal(expected, new SerilogLogMessageFormatter().Format(template, "osd.1", 7));

    [Theory]
    [InlineData("{Unclosed")]
    [InlineData("{5} of {0}")]
    [InlineData("}{")]
    [InlineData("{Peer:")]
    [InlineData("")]
    public void Format_should_give_a_text_when_the_template_is_bad(string template)
    {
        Assert.NotNull(SerilogLogMessageFormatter.Instance.Format(template, "osd.1"));
        Assert.NotNull(SerilogLogMessageFormatter.Instance.Format(template, Enumerable.Empty<object>()));
    }
}
