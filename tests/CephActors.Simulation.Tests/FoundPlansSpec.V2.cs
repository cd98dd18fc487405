namespace CephActors.Simulation.Tests;

/// <summary>What simulation has found over protocol v2.</summary>
public partial class FoundPlansSpec
{
    private static readonly WorldSettings CalmV2 = Calm with { SpeakV1 = 0, SpeakV2 = 3 };

    [Fact]
    public void Sender_should_be_told_when_a_disposable_connection_of_v2_is_reconnected()
    {
        // 1. osd.1 makes its open connection disposable: from then on it keeps nothing of what it has written.
        // 2. It writes to a socket that breaks. osd.0 reconnects with the cookies of both.
        // 3. As in Ceph, the table let the session go on: what was on the broken socket was lost, and nobody was told.
        var plan = Plan(
            PolicyPair.All[0],
            [new Burst(0, 0, 1, 2, 1, 60, Reply: true), new Burst(0, 1, 0, 1, 2, 60, Reply: true), new Burst(500_000, 1, 0, 31, 1, 60), new Burst(500_000, 0, 1, 1, 1, 60)],
            []) with
        { Settings = CalmV2 };

        AssertHolds(seed => plan with { Faults = [new Fault.Dispose(258_000, 1, 0), new Fault.CutNow(500_000 + (long)seed, 0, 130, 900_000)] });
    }

    [Fact]
    public void Session_that_the_peer_never_had_should_be_none_when_its_process_dies_and_another_begins()
    {
        // 1. Both dial. osd.0 answers osd.1's CLIENT_IDENT, counts the session from then on, and the answer is lost with its socket.
        // 2. osd.0 wants to go on with it; osd.1 says that it never had it, and osd.0 begins anew with what is queued.
        // 3. osd.1 dies before its answer is there and returns under the same nonce, and osd.0 begins with that process.
        // 4. Nothing had been said in what osd.1 never had, and nothing was lost: there is nothing to be told of. The check took it
        //    for a session.
        var plan = Plan(PolicyPair.All[1], [new Burst(0, 0, 1, 1, 1, 60, Reply: true), new Burst(0, 1, 0, 3, 4, 60)], []) with
        { Settings = CalmV2 with { Latency = 3_300, Jitter = 500, Hop = 1_400 } };

        AssertHolds(seed => plan with
        {
            Faults =
            [
                new Fault.CutAtByte(1, ToAcceptor: false, 297, 160, 169),
                new Fault.Restart(90_000 + ((long)seed * 50), 1, 5_200, SameNonce: true, 100),
            ],
        });
    }

    [Fact]
    public void Session_should_count_from_when_it_began_if_its_first_answer_met_nobody()
    {
        // 1. Both dial. osd.0 takes osd.1's socket; its own ident is still under way.
        // 2. osd.1's user closes its connection, which is not told yet: the ident finds nobody, another connection accepts it, and the
        //    answer meets nobody. The closed one opens with osd.0, what it had queued arrives, and it ends.
        // 3. osd.0 and the accepted connection begin with each other. That was the older session by the answer that met nobody, and
        //    what it said was taken for something left over.
        var plan = Plan(PolicyPair.All[0], [new Burst(0, 0, 1, 2, 1, 60), new Burst(0, 1, 0, 5, 1, 60)], []) with
        { Settings = CalmV2 with { Hop = 5_000 } };

        AssertHolds(seed => plan with { Faults = [new Fault.MarkDown(27_000 + ((long)seed * 10), 1, 0, Notify: false)] });
    }

    [Fact]
    public void Messages_should_arrive_once_when_a_connection_becomes_disposable_between_two_attempts()
    {
        // 1. osd.0 dials with a client cookie, and the socket breaks. Its user makes the connection disposable, and it dials again.
        // 2. It said that it had no cookie, for it was to be lossy, and remembered the one it had. osd.1 has the last word: lossless.
        // 3. The socket breaks. Either names a cookie that the other does not know, is told that there never was a session, and begins
        //    a new one with what it has no acknowledgement of. All that had arrived.
        var plan = Plan(
            PolicyPair.All[0],
            [new Burst(0, 0, 1, 4, 1, 60), new Burst(0, 1, 0, 2, 1, 60), new Burst(0, 0, 1, 2, 4, 4_000, Keepalive: true)],
            []) with
        { Settings = CalmV2 with { Latency = 230, Jitter = 20 } };

        AssertHolds(seed => plan with
        {
            Faults =
            [
                new Fault.CutAtByte(1, ToAcceptor: true, 209, 41, 174),
                new Fault.Strand(2, 4_000 + ((long)seed * 4), 100),
                new Fault.Dispose(68_000, 0, 0),
            ],
        });
    }
}
