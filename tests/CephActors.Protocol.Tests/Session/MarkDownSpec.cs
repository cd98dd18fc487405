using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>
/// The owner has enough. Ceph: <c>AsyncConnection::mark_down</c>, <c>mark_disposable</c>, <c>AsyncMessenger::mark_down_addrs</c>.
/// </summary>
public class MarkDownSpec
{
    public static TheoryData<Place, string> Everywhere => Places.All;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Session_should_close_without_an_event_when_the_connection_is_marked_down(Place place, string policy)
    {
        var probe = Places.Reach(place, Policy.Parse(policy)).Enqueue(2);

        probe.MarkDown();

        CheckClosed(probe, place, []);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Session_should_close_with_a_reset_when_the_messenger_marks_it_down(Place place, string policy)
    {
        var probe = Places.Reach(place, Policy.Parse(policy)).Enqueue(2);

        probe.MarkDown(notify: true);

        CheckClosed(probe, place, ["raise Reset"]);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Session_should_stay_closed_when_anything_happens_after_mark_down(Place place, string policy)
    {
        var probe = Places.Reach(place, Policy.Parse(policy)).MarkDown();

        foreach (var input in Inputs.All(probe.Incarnation))
        {
            probe.Step(input);

            Assert.Equal("Closed", probe.At);
            Assert.Equal(input is SessionInput.ConnectionRequested ? ["answer Open"] : [], probe.Script);
        }
    }

    [Theory]
    [InlineData(Place.ConnectorOpen)]
    [InlineData(Place.AcceptorOpen)]
    public void Disposable_session_should_die_of_the_next_fault_when_it_was_lossless(Place place)
    {
        var probe = Places.Reach(place, Policy.LosslessPeer).Enqueue(2);
        probe.WriteAll();

        Assert.Empty(probe.MarkDisposable().Effects);
        Assert.Equal(("Open", true), (probe.At, probe.Machine.Policy.Lossy));
        Assert.Equal((2, 0), (probe.Machine.Queues.Unacked, probe.Released.Count));
        Assert.Equal([(3, 3)], probe.Enqueue(1, firstTid: 3).WriteAll());
        Assert.Equal(2, probe.Machine.Queues.Unacked);

        Assert.Equal("Closed", probe.Lost().At);
        Assert.Equal([SessionEvent.Reset], probe.Raised);
        Assert.Equal(new ulong[] { 1, 2, 3 }, probe.Released.Order());
    }

    [Fact]
    public void Disposable_session_should_keep_its_policy_object_for_others_when_it_changes_its_own()
    {
        var probe = Places.Reach(Place.ConnectorOpen, Policy.LosslessPeer).MarkDisposable();

        Assert.True(probe.Machine.Policy.Lossy);
        Assert.False(probe.Context.Policies.For(EntityType.Osd).Lossy);
    }

    [Theory]
    [InlineData(Place.ConnectorOpen)]
    [InlineData(Place.AcceptorOpen)]
    public void Session_should_close_without_an_event_when_the_peer_says_CLOSE(Place place)
    {
        var probe = Places.Reach(place, Policy.LosslessPeer).Enqueue();

        probe.PeerClosed();

        CheckClosed(probe, place, [], messages: 1);
    }

    private static void CheckClosed(SessionProbe probe, Place place, string[] events, int messages = 2)
    {
        Assert.Equal("Closed", probe.At);
        if (place is Place.Closed)
        {
            Assert.Empty(probe.Effects);
            return;
        }

        Assert.Equal(
            ["drop", "stop Ready", "stop Idle", "stop Backoff", "discard", .. events, "stopped"],
            probe.Script);
        Assert.Equal((0, 0), (probe.Machine.Queues.Queued, probe.Machine.Queues.Unacked));
        Assert.Equal(messages, probe.Released.Count);
        Assert.Null(probe.Machine.Terms);
        Assert.Equal(AcceptVerdict.Open, probe.Asked(0, 1).Decision.Verdict);
    }
}
