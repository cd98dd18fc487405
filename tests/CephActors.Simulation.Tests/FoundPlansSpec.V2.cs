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
}
