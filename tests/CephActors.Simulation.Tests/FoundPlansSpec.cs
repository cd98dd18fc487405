using System.Collections.Immutable;

namespace CephActors.Simulation.Tests;

/// <summary>
/// What simulation has found, each with its story. The plan is the one the shrinker left; it is run under many seeds, because
/// the times that let things go wrong shift with every change to the simulation.
/// </summary>
public partial class FoundPlansSpec
{
    private const ulong Seeds = 300;

    private static readonly WorldSettings Calm = new(
        Latency: 100,
        Jitter: 200,
        Hop: 30,
        DispatchTime: 1,
        Window: 65_536,
        WriteFrames: 16,
        IdleTimeout: 0,
        ThrottleBytes: 100 << 20,
        ThrottleMessages: 65_536,
        PolicyBytes: 0,
        PolicyMessages: 0);

    [Fact]
    public void Highest_priority_should_arrive_when_the_peer_counts_on_from_an_older_session()
    {
        // 1. osd.1 and osd.0 have exchanged messages; osd.1 closes its connection, osd.0 waits in standby with in_seq 1.
        // 2. Both send at the same moment and so both connect: osd.1 with connect_seq 0, osd.0 going on with 1.
        // 3. Each acceptor lets its existing connection take the other's socket, and both sockets are lost in that.
        // 4. osd.0 connects again and says that it has everything up to 1. At osd.1 a message of priority 255 waits that was
        //    never written: Ceph's rule stops there and leaves the numbers where they are, so that message got number 1.
        // 5. osd.0 had "received 1 before" and dropped it.
        var plan = Plan(
            PolicyPair.All[0],
            [new Burst(0, 1, 0, 1, 4, 500, false), new Burst(948_631, 1, 0, 26, 4, 60, false), new Burst(948_631, 0, 1, 1, 4, 60, false)],
            [new Fault.MarkDown(158_597, 1, 0, Notify: true)]);

        AssertHolds(plan);
    }

    [Fact]
    public void Connection_should_end_when_it_is_closed_while_another_takes_its_socket_over()
    {
        // 1. A client reconnects; the accepted connection asks the registered one what to do.
        // 2. It is marked down before the answer is there, as by the messenger that closes all connections.
        // 3. The registered connection has taken the socket over and is the one who is told of its end.
        // 4. The closed connection waited for that end for ever, and the messenger's shutdown for the connection.
        var plan = Plan(
            PolicyPair.All[2],
            [new Burst(0, 1, 0, 4, 1, 60, false)],
            []) with
        { Settings = Calm with { Hop = 300 } };

        // The question is under way about a millisecond after the cut, for a few hundred microseconds.
        AssertHolds(seed => plan with { Faults = [new Fault.CutNow(450_000, 0, 50, 50), new Fault.MarkDownAll(450_500 + ((long)seed * 10), 0)] });
    }

    [Fact]
    public void Messages_should_arrive_when_the_peer_cannot_tell_what_it_has()
    {
        // 1. The client cannot exchange sequence numbers. It has received two messages when the socket breaks.
        // 2. It reconnects; the server answers READY and, as Ceph does for such peers, starts its numbers anew.
        // 3. The server's next message has number 1, which the client has seen: it dropped it. The other way round the server
        //    forgot what it had, and took what the client repeated for new.
        var plan = Plan(
            PolicyPair.All[2],
            [new Burst(0, 1, 0, 4, 1, 60, Reply: true), new Burst(700_000, 0, 1, 2, 1, 60)],
            []) with
        { Settings = Calm with { WithoutReconnectSeq = 2 } };

        AssertHolds(seed => plan with { Faults = [new Fault.CutAtByte(0, seed % 2 == 0, 300 + ((long)seed * 2), 50, 50)] });
    }

    [Fact]
    public void Queues_should_drain_when_the_peer_repeats_what_was_received()
    {
        // 1. A peer that cannot exchange sequence numbers loses its socket before the acknowledgement of its message is there.
        // 2. It reconnects and sends the message again, which is dropped, and nothing else is ever said.
        // 3. Nobody acknowledged what was dropped, so the peer kept it.
        var plan = Plan(PolicyPair.All[0], [new Burst(0, 0, 1, 1, 1, 60)], []) with
        { Settings = Calm with { WithoutReconnectSeq = 1 } };

        AssertHolds(seed => plan with { Faults = [new Fault.CutAtByte(0, ToAcceptor: false, 270 + ((long)seed / 4), 50, 50)] });
    }

    [Fact]
    public void Peer_should_be_told_of_a_new_session_when_the_answer_that_says_so_is_lost()
    {
        // 1. Both have exchanged messages; osd.0 closes its connection. osd.1, in standby, knows nothing of it and comes back with
        //    connect_seq 1.
        // 2. osd.0 answers RESETSESSION, and the answer is lost with its socket. Before osd.0 learns of that, it sends.
        // 3. ConnectTo found the connection that had answered, for it was registered when it looked for others. The lost socket made
        //    it dial with connect_seq 1, and osd.1 took that for the session it knew.
        // 4. Who opens no session is not registered now: ConnectTo makes a connection that dials with 0, and osd.1 is told.
        var plan = Plan(PolicyPair.All[1], [new Burst(0, 1, 0, 3, 1, 60, Reply: true), new Burst(500_000, 1, 0, 1, 1, 60)], []);

        AssertHolds(seed => plan with
        {
            Bursts = plan.Bursts.Add(new Burst(501_500 + ((long)seed * 10), 0, 1, 1, 1, 60)),
            Faults = [new Fault.MarkDown(400_000, 0, 0, Notify: false), new Fault.CutNow(501_000 + ((long)seed * 10), 0, 20, 3_000)],
        });
    }

    [Fact]
    public void Messages_should_arrive_when_a_connect_that_was_given_up_opens_a_session()
    {
        // 1. osd.0 dials, sends its connect and loses the socket; the bytes are still on their way.
        // 2. Both meet on another socket, until osd.1 closes its connection.
        // 3. The old connect arrives, osd.1 opens a session for it and waits for the peer, with connect_seq 1.
        // 4. osd.0 comes back with connect_seq 1, is told to take 2 and goes on with a session it has never been in, and is not
        //    told of a reset: address and connect_seq are all that protocol v1 has. Nothing may be lost or stuck by it.
        var plan = Plan(
            PolicyPair.All[1],
            [new Burst(0, 0, 1, 2, 1, 60), new Burst(10, 1, 0, 2, 1, 60), new Burst(500_000, 0, 1, 3, 1, 60)],
            []);

        AssertHolds(seed => plan with
        {
            Faults = [new Fault.Strand(0, 71 + ((long)seed / 2), 80_000), new Fault.MarkDown(60_000, 1, (int)seed, Notify: false)],
        });
    }

    [Fact]
    public void Peer_should_be_told_of_a_new_session_when_a_late_connect_of_its_dead_process_had_reset_the_old_one()
    {
        // 1. osd.0 dials, sends its connect and loses the socket; the bytes are still on their way. Both meet on another socket.
        // 2. osd.0 dies and returns under the same nonce. osd.1 comes to it, is told RESETSESSION, and both are in a new session.
        // 3. The old connect arrives, with a global_seq that is not too old for the new process: osd.1 resets its session (row 5) and
        //    gives its socket up for the old one, which ends. Just then it sends.
        // 4. The fault counted connect_seq from 0 to 1, and osd.0, which stood at 1, took that for the session it knew.
        // 5. Who has not been open since its last reset dials with 0 now where resets are checked, and osd.0 is told.
        var plan = Plan(
            PolicyPair.All[1],
            [new Burst(0, 0, 1, 1, 1, 60), new Burst(10, 1, 0, 2, 1, 60), new Burst(40_000, 1, 0, 1, 1, 60), new Burst(50_000, 1, 0, 1, 1, 60, Reply: true)],
            [new Fault.Strand(0, 105, 80_000), new Fault.Restart(30_000, 0, 100, SameNonce: true, 100)]) with
        { Settings = Calm with { Hop = 300 } };

        AssertHolds(seed => plan with { Bursts = plan.Bursts.Add(new Burst(80_400 + ((long)seed * 10), 1, 0, 1, 1, 60)) });
    }

    [Fact]
    public void Messages_should_arrive_when_both_ends_were_opened_by_connects_that_were_given_up()
    {
        // 1. Both dial, both lose their sockets, and both connections are made disposable, so lossy.
        // 2. Both dial again and meet crosswise. Each acceptor lets the other's socket kill its own dialling connection (row 4) and
        //    opens a session for it; each answer comes to a socket that is gone.
        // 3. Two accepted connections are left, each in standby with connect_seq 1, each opened by an end that is reported dead.
        // 4. They meet and take each other for the end they were opened by. Nothing had been said in either session, and address
        //    and connect_seq are all that protocol v1 has.
        var plan = Plan(
            PolicyPair.All[1],
            [new Burst(0, 0, 1, 1, 1, 3_000, Reply: true), new Burst(0, 1, 0, 1, 1, 60)],
            [
                new Fault.CutAtByte(0, ToAcceptor: false, 279, 7_900, 100),
                new Fault.CutAtByte(1, ToAcceptor: true, 70, 100, 100),
                new Fault.Dispose(100_000, 1, 0),
                new Fault.Dispose(400_000, 0, 0),
            ]) with
        { Settings = Calm with { Latency = 3_700, Jitter = 700, Hop = 300, InitialBackoff = 730_000 } };

        AssertHolds(plan);
    }

    [Fact]
    public void Session_should_live_on_when_its_answer_arrived_and_the_socket_breaks_before_the_acceptor_knows()
    {
        // 1. The server answers SEQ; the client has it and is open. The socket breaks.
        // 2. The server heard of the break before it heard that its answer was sent, took the session for one that never came
        //    to be and forgot it. The client came back and was told that its session is lost, with all that it had queued.
        // 3. The simulated socket was wrong: what comes out at the peer was taken by the system here before, and a real socket
        //    tells so first. SocketStreamSpec holds the transports to that.
        var plan = Plan(PolicyPair.All[2], [new Burst(0, 1, 0, 3, 1, 60)], []) with { Settings = Calm with { Window = 30 } };

        AssertHolds(seed => plan with { Faults = [new Fault.CutNow(500 + ((long)seed * 10), 0, 2_000, 10)] });
    }

    [Fact]
    public void Server_should_keep_to_the_process_that_came_last_when_the_accept_of_an_older_one_is_told_late()
    {
        // 1. The server answers a client's connect, and learns only a second later that the answer left and the socket broke.
        // 2. Meanwhile the client's process has died, and a new one, under a new nonce, has connected.
        // 3. The server is told of the accept of the dead one. Its application answered there from then on, which is where the
        //    simulated application was wrong: it had been told of the new one.
        var plan = Plan(PolicyPair.All[2], [new Burst(0, 1, 0, 1, 1, 60), new Burst(534_000, 1, 0, 1, 2, 60), new Burst(1_000_000, 0, 1, 1, 1, 60)], []) with
        { Settings = Calm with { Window = 4 } };

        AssertHolds(seed => plan with
        {
            Faults =
            [
                new Fault.CutAtByte(0, ToAcceptor: false, 307, 100, 910_000),
                new Fault.Restart(40_000 + ((long)seed * 10), 1, 340_000, SameNonce: false, 300),
            ],
        });
    }

    private static void AssertHolds(WorldPlan plan) => AssertHolds(_ => plan);

    private static void AssertHolds(Func<ulong, WorldPlan> plan)
    {
        var violations = new List<string>();
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            if (SimulationRunner.RunOne(plan(seed) with { Seed = seed }, new Counters()) is { } violation)
                violations.Add(violation.ToString());
        }

        Assert.Empty(violations);
    }

    private static WorldPlan Plan(PolicyPair pair, ImmutableList<Burst> bursts, ImmutableList<Fault> faults) =>
        new(0, pair, Entities: 2, Acceptors: pair.IsPeers ? 2 : 1, Duration: 1_000_000, Calm, bursts, faults);
}
