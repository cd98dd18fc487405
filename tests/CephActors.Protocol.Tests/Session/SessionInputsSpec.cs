using CephActors.Framing.V1;
using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Every place meets every input, in good order and out of it.</summary>
public class SessionInputsSpec
{
    public static TheoryData<Place, string> Everywhere => Places.All;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Session_should_ignore_what_an_older_socket_says(Place place, string policy)
    {
        var probe = Places.Reach(place, Policy.Parse(policy)).Enqueue();
        var before = Snapshot(probe);

        foreach (var input in Inputs.OfSocket(probe.Incarnation - 1))
        {
            Assert.Empty(probe.Step(input).Effects);
            Assert.Equal(before, Snapshot(probe));
        }
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Session_should_answer_every_input(Place place, string policy)
    {
        var inputs = Inputs.All(0).Count();
        for (var i = 0; i < inputs; i++)
        {
            var probe = Places.Reach(place, Policy.Parse(policy));
            var before = probe.Incarnation;
            var input = Inputs.All(probe.Incarnation).ElementAt(i);

            probe.Step(input);

            CheckConsistency(probe, input);
            Assert.True(probe.Incarnation >= before);
        }
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Session_should_only_be_moved_by_the_frame_its_step_asked_for(Place place, string policy)
    {
        var asked = place switch
        {
            Place.Dialing => typeof(SessionInput.SocketConnected),
            Place.ConnectorBanner => typeof(ServerHello),
            Place.ConnectorConnect => typeof(ConnectReplyFrame),
            Place.AcceptorBanner => typeof(ClientHello),
            Place.AcceptorConnect or Place.Replacing => typeof(ConnectFrame),
            Place.ConnectorSequence => typeof(SequenceFrame),
            // Without registration the acceptor has answered already where others look up.
            Place.AcceptorSequence => typeof(SequenceFrame),
            Place.ConnectorOpen or Place.AcceptorOpen => typeof(SessionInput.CloseReceived),
            _ => null,
        };
        var probe = Places.Reach(place, Policy.Parse(policy));
        var before = Snapshot(probe);

        foreach (var input in Inputs.OfSocket(probe.Incarnation))
        {
            if (input is SessionInput.SocketLost or SessionInput.FrameRefused || (input is SessionInput.FrameReceived e ? e.Frame.GetType() : input.GetType()) == asked)
                continue;
            Assert.Empty(probe.Step(input).Effects);
            Assert.Equal(before, Snapshot(probe));
        }
    }

    [Fact]
    public void Session_should_stay_consistent_when_inputs_come_at_random()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var policy = Places.Policies[seed % Places.Policies.Length];
            var probe = random.Next(2) == 0 ? SessionProbe.Connector(policy) : SessionProbe.Acceptor(policy).Accept();
            for (var i = 0; i < 60; i++)
            {
                var inputs = Inputs.All(probe.Incarnation).ToArray();
                var input = inputs[random.Next(inputs.Length)];
                // A session is found by its peer's address only, and given a socket only as its next one.
                input = input switch
                {
                    SessionInput.SocketAdopted or SessionInput.ConnectionRequested when probe.Machine.PeerAddresses.Count == 0 =>
                        new SessionInput.SendRequested(),
                    SessionInput.SocketAdopted e => e with { Incarnation = probe.Incarnation + 1 },
                    SessionInput.MarkDown when random.Next(10) > 0 => new SessionInput.SendRequested(),
                    _ => input,
                };
                probe.Step(input);
                CheckConsistency(probe, input);
            }
        }
    }

    private static void CheckConsistency(SessionProbe probe, SessionInput input)
    {
        var machine = probe.Machine;
        var because = $"after {input.GetType().Name} at {probe.At}";
        var handshaking = machine.State is SessionState.Connecting or SessionState.Accepting;
        Assert.True(handshaking == machine.Handshake is not HandshakeStep.None, because);
        Assert.True(!machine.IsOpen || machine.Terms is not null, because);
        Assert.True(!machine.Replacing || machine.State is SessionState.Accepting, because);
        Assert.True(machine.State is not SessionState.Closed || machine.Queues.Queued + machine.Queues.Unacked == 0, because);
        // Whoever is asked answers, once.
        Assert.True(probe.Effects.Count(e => e is SessionEffect.AnswerRequest) == (input is SessionInput.ConnectionRequested ? 1 : 0), because);
        // A dial is the last thing to happen, and names the socket that the session will listen to.
        foreach (var dial in probe.Effects.OfType<SessionEffect.Dial>())
            Assert.True(dial.Incarnation == machine.Incarnation && ReferenceEquals(dial, probe.Effects[^1]), because);
    }

    private static object Snapshot(SessionProbe probe) => (
        probe.At,
        probe.Incarnation,
        probe.Machine.ConnectSeq,
        probe.Machine.GlobalSeq,
        probe.Machine.PeerGlobalSeq,
        probe.Machine.Queues.Queued,
        probe.Machine.Queues.InSeq,
        probe.Machine.Queues.OutSeq);
}
