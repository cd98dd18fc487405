using System.Reflection;
using Akka.Event;
using CephActors.Mon;
using CephActors.Session;
using CephActors.Telemetry;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.Diagnostics;

public sealed class LogLinesSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private static readonly LogLine[] All =
    [
        .. new[] { typeof(SessionLogLines), typeof(MessengerLogLines), typeof(MonLogLines) }
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Select(property => property.GetValue(null)).OfType<LogLine>(),
    ];

    [Fact]
    public void Lines_should_be_those_of_the_documentation()
    {
        var documented = OperationsPage.Table("Id").Select(row => (row[0], row[1], row[2].Trim('`')));

        Assert.Equal(All.OrderBy(line => line.Id).Select(line => ($"{line.Id}", $"{line.Level}", line.Template)), documented);
    }

    [Fact]
    public void Lines_should_have_a_number_and_a_template_each()
    {
        Assert.Equal(All.Length, All.Select(line => line.Id).Distinct().Count());
        Assert.Equal(All.Length, All.Select(line => line.Template).Distinct().Count());
        Assert.All(All.Where(line => line.Id < 1100), line => Assert.StartsWith("{Connection}: ", line.Template, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lines_of_a_connection_should_name_messenger_peer_session_and_socket()
    {
        var log = CreateTestProbe();
        Sys.EventStream.Subscribe(log, typeof(Info));
        var (a, b) = (await StartAsync("osd.1"), await StartAsync("osd.2"));
        var toB = a.ConnectTo(b);

        var line = await log.FishForMessageAsync<Info>(info => Properties(info) is var p && IsOf(a.Messenger, p) && Equals(p["EventId"], SessionLogLines.Opened.Id), Patience);

        var properties = Properties(line);
        Assert.Equal((toB.ToString(), toB.QueueId, 1L), (properties["Peer"], properties["Session"], properties["Incarnation"]));
        Assert.Equal(
            $"{toB}: session open: connect_seq 1, in_seq 0, out_seq 0, lossless, features {CephFeatures.All:x16}",
            line.Message.ToString());
    }

    [Fact]
    public void Line_should_be_filled_for_those_who_have_no_logger()
    {
        Assert.Equal("message 3 was received before (in_seq 5), dropped", MessengerLogLines.ReceivedBefore.Fill([3, 5]));
        Assert.Equal("peer lost our session: starting a new one", SessionLogLines.PeerLostSession.Fill([]));
    }

    private static bool IsOf(CephMessenger messenger, IReadOnlyDictionary<string, object> properties) =>
        properties.TryGetValue("Messenger", out var name) && Equals(name, messenger.Name) && properties.ContainsKey("EventId");

    private static IReadOnlyDictionary<string, object> Properties(Akka.Event.LogEvent line) =>
        line.TryGetProperties(out var properties) && properties is not null ? properties : new Dictionary<string, object>();
}
