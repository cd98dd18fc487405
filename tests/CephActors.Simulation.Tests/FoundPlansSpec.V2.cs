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
}
