using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Serilog;
using Serilog.Core.Enrichers;
using Serilog.Events;

namespace CephActors.Tests.Logging;

[Collection(SerilogCollection.Name)]
public sealed class SerilogLoggerSpec : IAsyncLifetime
{
    private readonly RecordingSink _sink = new();
    private readonly ActorSystem _system;
    private readonly ILoggingAdapter _log;

    public SerilogLoggerSpec()
    {
        Log.Logger = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(_sink).CreateLogger();
        _system = ActorSystem.Create("serilog", ConfigurationFactory.ParseString("""
            akka.loglevel = DEBUG
            akka.stdout-loglevel = OFF
            akka.loggers = ["Akka.Logger.Serilog.SerilogLogger, Akka.Logger.Serilog"]
            akka.logger-formatter = "Akka.Logger.Serilog.SerilogLogMessageFormatter, Akka.Logger.Serilog"
            """));
        _log = Akka.Event.Logging.GetLogger(_system, typeof(SerilogLoggerSpec));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        await Log.CloseAndFlushAsync();
    }

    [Theory]
    [InlineData(LogLevel.DebugLevel, LogEventLevel.Debug)]
    [InlineData(LogLevel.InfoLevel, LogEventLevel.Information)]
    [InlineData(LogLevel.WarningLevel, LogEventLevel.Warning)]
    [InlineData(LogLevel.ErrorLevel, LogEventLevel.Error)]
    public void Level_should_be_Serilogs_when_Akka_logs(LogLevel level, LogEventLevel expected)
    {
        _log.Log(level, null, "one of {Count}", 4);

        Assert.Equal(expected, _sink.Next("one of {Count}").Level);
    }

    [Fact]
    public void Named_holes_should_become_properties_when_written()
    {
        _log.Info("{Peer} sent {Count} messages", "osd.1", 7);

        var written = _sink.Next("{Peer} sent {Count} messages");
        Assert.Equal("\"osd.1\" sent 7 messages", written.RenderMessage());
        Assert.Equal("osd.1", Scalar(written, "Peer"));
        Assert.Equal(7, Scalar(written, "Count"));
    }

    [Fact]
    public void Numbered_holes_should_be_filled_by_number_when_written()
    {
        _log.Info("{1} after {0}", 1, 2);

        Assert.Equal("2 after 1", _sink.Next("{1} after {0}").RenderMessage());
    }

    [Fact]
    public void Literal_braces_should_stay_when_doubled()
    {
        _log.Info("{{literal}} {Value}", 3);

        Assert.Equal("{literal} 3", _sink.Next("{{literal}} {Value}").RenderMessage());
    }

    [Fact]
    public void Destructured_hole_should_be_one_property_when_written()
    {
        _log.Info("at {@Point}", new { X = 1 });

        var written = _sink.Next("at {@Point}");
        Assert.IsType<StructureValue>(written.Properties["Point"]);
        Assert.DoesNotContain("@Point", written.Properties.Keys);
    }

    [Fact]
    public void Hole_should_be_filled_once_when_its_name_occurs_twice()
    {
        _log.Info("{Twice} and {Twice}", "a", "b");

        Assert.Contains("Twice", _sink.Next("{Twice} and {Twice}").Properties.Keys);
    }

    [Fact]
    public void Plain_object_should_be_the_message_when_there_is_no_template()
    {
        _system.EventStream.Publish(new Info("source", typeof(SerilogLoggerSpec), new Uri("ceph://osd.0/")));

        Assert.Equal("{Message:l}", _sink.Next("ceph://osd.0/").MessageTemplate.Text);
    }

    [Fact]
    public void Cause_should_be_passed_on_when_there_is_one()
    {
        var cause = new InvalidOperationException("broken");
        _log.Error(cause, "failed with {Code}", 5);

        Assert.Same(cause, _sink.Next("failed with {Code}").Exception);
    }

    [Fact]
    public void Event_should_carry_its_origin_when_written()
    {
        _log.Info("origin");

        var written = _sink.Next("origin");
        Assert.Equal(typeof(SerilogLoggerSpec).FullName, Scalar(written, "SourceContext"));
        Assert.Contains("serilog", (string)Scalar(written, "LogSource")!, StringComparison.Ordinal);
        Assert.Matches("^[0-9]{4,}$", (string)Scalar(written, "Thread")!);
        Assert.IsType<DateTime>(Scalar(written, "Timestamp"));
        Assert.NotNull(Scalar(written, "ActorPath"));
    }

    [Fact]
    public void Context_should_become_properties_when_the_adapter_has_some()
    {
        _log.WithContext("Peer", "osd.3").WithContext("Incarnation", 9L).Info("opened {What}", "session");

        var written = _sink.Next("opened {What}");
        Assert.Equal("osd.3", Scalar(written, "Peer"));
        Assert.Equal(9L, Scalar(written, "Incarnation"));
        Assert.Equal("session", Scalar(written, "What"));
    }

    [Fact]
    public void Enricher_should_add_its_property_when_given_as_an_argument()
    {
        _log.Info("enriched {Value}", 1, new PropertyEnricher("Extra", "more"));

        var written = _sink.Next("enriched {Value}");
        Assert.Equal("more", Scalar(written, "Extra"));
        Assert.Equal("enriched 1", written.RenderMessage());
    }

    [Fact]
    public void Logger_should_live_on_when_an_argument_throws()
    {
        _log.Info("bad {Argument}", new Thrower());
        _log.Info("after the argument");

        _sink.Next("after the argument");
    }

    [Fact]
    public void Logger_should_live_on_when_the_sink_throws()
    {
        Log.Logger = new LoggerConfiguration().AuditTo.Sink(_sink).CreateLogger();
        _log.Info(RecordingSink.Poison);
        _log.Info("after the poison");

        _sink.Next("after the poison");
    }

    private static object? Scalar(Serilog.Events.LogEvent written, string name) =>
        Assert.IsType<ScalarValue>(written.Properties[name]).Value;

    private sealed class Thrower
    {
        public override string ToString() => throw new InvalidOperationException("no text");
    }
}
