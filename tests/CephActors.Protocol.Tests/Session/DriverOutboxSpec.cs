using System.Diagnostics.CodeAnalysis;
using CephActors.Session;
using CephActors.Session.V1;

namespace CephActors.Protocol.Tests.Session;

/// <summary>What is asked of a connection, in the order it was asked.</summary>
public class DriverOutboxSpec
{
    [Fact]
    public void Message_should_be_queued_by_its_priority_and_wake_the_session_when_it_stands_by()
    {
        var probe = DriverProbe.At(Place.Standby);

        Assert.True(probe.Driver.EmptyOutbox(new Line(Message(1), Message(2, MessagePriority.High))));

        Assert.Equal(["now Connecting/Dialing", $"dial {ProbeSetup.Below}"], probe.Did());
        Assert.Equal([2UL, 1], Written(probe));
    }

    [Fact]
    public void Message_should_have_the_default_priority_when_it_names_none()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);

        // The default of the probe is 63.
        probe.Driver.EmptyOutbox(new Line(Message(1, 62), Message(2), Message(3, 64)));

        Assert.Equal([3UL, 2, 1], Written(probe));
    }

    [Fact]
    public void Session_should_not_be_woken_when_it_is_open_or_nothing_is_to_be_sent()
    {
        var open = DriverProbe.At(Place.AcceptorOpen);
        open.Driver.EmptyOutbox(new Line(Message(1)));
        Assert.Empty(open.Did());

        var standby = DriverProbe.At(Place.Standby);
        standby.Driver.EmptyOutbox(new Line(ConnectionCommand.Keepalive));
        Assert.Empty(standby.Did());
        Assert.True(standby.Machine.KeepalivePending);
    }

    [Fact]
    public void Message_should_be_released_when_the_session_is_closed_or_the_host_does_not_take_it()
    {
        var closed = DriverProbe.At(Place.Closed);
        closed.Driver.EmptyOutbox(new Line(Message(1)));
        Assert.Equal((0, 1), (closed.Machine.Queues.Queued, closed.Session.Released.Count));
        Assert.Empty(closed.Did());

        var swallowing = DriverProbe.At(Place.Standby);
        swallowing.Swallowed = MessageType.Ping;
        swallowing.Driver.EmptyOutbox(new Line(Message(2)));
        Assert.Equal([2UL], swallowing.Session.Released);
        Assert.Empty(swallowing.Did());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Session_should_end_when_it_is_marked_down(bool notify)
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);

        probe.Driver.EmptyOutbox(new Line(Message(1), notify ? ConnectionCommand.MarkDownAndNotify : ConnectionCommand.MarkDown, Message(2)));

        Assert.Equal("Closed", probe.Session.At);
        Assert.Equal(notify, probe.Did().Contains("raise Reset"));
        Assert.Equal([1UL, 2], probe.Session.Released);
    }

    [Fact]
    public void Session_should_be_lossy_when_it_is_marked_disposable()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);

        probe.Driver.EmptyOutbox(new Line(ConnectionCommand.MarkDisposable));

        Assert.Equal(("Open", true), (probe.Session.At, probe.Machine.Policy.Lossy));
        Assert.False(probe.Machine.KeepalivePending);
    }

    [Fact]
    public void Question_should_be_answered_between_what_was_asked_before_and_after_it()
    {
        var probe = DriverProbe.At(Place.AcceptorOpen);
        var request = new IncomingConnect(default, EntityAddressVector.Parse(ProbeSetup.Below), null);

        probe.Driver.EmptyOutbox(new Line(
            ConnectionCommand.MarkDown, new SessionQuestion(7, request, probe.NewSocket("other"), probe.Answers), "anything else"));

        Assert.Equal(new SessionAnswer(7, new AcceptDecision(AcceptVerdict.Open, 0, 1)), probe.Given.Single());
        Assert.Equal("answer anything else", probe.Did()[^1]);
    }

    [Fact]
    public void Driver_should_leave_the_rest_for_another_turn_when_there_is_too_much()
    {
        var probe = DriverProbe.At(Place.Standby);
        var line = new Line([.. Enumerable.Repeat<object>(Message(1), SessionDriver.MaxTaken), Message(2)]);

        Assert.False(probe.Driver.EmptyOutbox(line));
        Assert.Equal((SessionDriver.MaxTaken, "Connecting/Dialing"), (probe.Machine.Queues.Queued, probe.Session.At));

        Assert.True(probe.Driver.EmptyOutbox(line));
        Assert.Equal(SessionDriver.MaxTaken + 1, probe.Machine.Queues.Queued);
    }

    [Fact]
    public void Driver_should_take_nothing_more_when_an_item_brought_it_to_rest()
    {
        var probe = DriverProbe.At(Place.Standby);
        probe.OnEffect = effect => probe.IsResting |= effect is SessionEffect.Raise;
        var line = new Line(ConnectionCommand.MarkDownAndNotify, "later");

        Assert.False(probe.Driver.EmptyOutbox(line));
        Assert.DoesNotContain("answer later", probe.Did());

        probe.IsResting = false;
        Assert.True(probe.Driver.EmptyOutbox(line));
        Assert.Equal(["answer later"], probe.Did());
    }

    [Fact]
    public void Outbox_should_be_told_before_the_first_item_is_taken()
    {
        var line = new Line("one");

        DriverProbe.At(Place.Standby).Driver.EmptyOutbox(line);

        Assert.Equal(["begin", "take", "take"], line.Log);
    }

    private static CephMessage Message(ulong tid, int priority = 0) =>
        new(MessageType.Ping, new byte[3]) { Tid = tid, Priority = (ushort)priority };

    private static List<ulong> Written(DriverProbe probe)
    {
        var written = new List<ulong>();
        while (probe.Machine.Queues.TryTakeNext(lossless: true, out var next))
            written.Add(next.Message.Tid);
        return written;
    }

    private sealed class Line(params object[] items) : ISessionOutbox
    {
        private readonly Queue<object> _items = new(items);

        public List<string> Log { get; } = [];

        void ISessionOutbox.BeginTake() => Log.Add("begin");

        bool ISessionOutbox.TryTake([NotNullWhen(true)] out object? item)
        {
            Log.Add("take");
            return _items.TryDequeue(out item);
        }
    }
}
