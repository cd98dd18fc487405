using CephActors.Auth;
using CephActors.Framing;
using CephActors.Framing.V2;
using CephActors.Session;
using CephActors.Session.V2;

namespace CephActors.Protocol.Tests.Session.V2;

/// <summary>Every place meets every input, in good order and out of it.</summary>
public class V2InputsSpec
{
    public static TheoryData<V2Place, string> Everywhere => V2Places.All;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Session_should_ignore_what_an_older_socket_says(V2Place place, string policy)
    {
        var probe = V2Places.Reach(place, Policy.Parse(policy)).Enqueue();
        var before = Snapshot(probe);
        probe.SendsAtOnce = false;

        foreach (var input in OfSocket(probe, probe.Machine.Incarnation - 1))
        {
            Assert.Empty(probe.Step(input).Effects);
            Assert.Equal(before, Snapshot(probe));
        }
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Session_should_answer_every_input(V2Place place, string policy)
    {
        var inputs = All(V2Places.Reach(place, Policy.Parse(policy))).Count();
        for (var i = 0; i < inputs; i++)
        {
            var probe = V2Places.Reach(place, Policy.Parse(policy));
            var before = probe.Machine.Incarnation;
            var input = All(probe).ElementAt(i);

            probe.Step(input);

            CheckConsistency(probe, input);
            Assert.True(probe.Machine.Incarnation >= before);
        }
    }

    // A frame at the wrong time, an own one sent back and a second CLIENT_IDENT among them: the socket is given up.
    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Handshake_should_be_given_up_when_a_frame_is_not_what_was_to_come(V2Place place, string policy)
    {
        FrameTag[] due = place switch
        {
            V2Place.ConnectorHello or V2Place.AcceptorHello => [FrameTag.Hello],
            V2Place.ConnectorAuth => [FrameTag.AuthBadMethod, FrameTag.AuthReplyMore, FrameTag.AuthDone],
            V2Place.AcceptorAuth => [FrameTag.AuthRequest, FrameTag.AuthRequestMore],
            V2Place.ConnectorSignature or V2Place.AcceptorSignature => [FrameTag.AuthSignature],
            V2Place.ConnectorIdent => [FrameTag.ServerIdent, FrameTag.IdentMissingFeatures, FrameTag.Wait],
            V2Place.ConnectorReconnect =>
                [FrameTag.SessionReconnectOk, FrameTag.SessionReset, FrameTag.SessionRetry, FrameTag.SessionRetryGlobal, FrameTag.Wait],
            V2Place.AcceptorIdent => [FrameTag.ClientIdent, FrameTag.SessionReconnect],
            _ => [],
        };
        var shaking = due.Length > 0 || place is V2Place.AcceptorLookup or V2Place.AcceptorAnswer or V2Place.Replacing;
        foreach (var payload in Payloads(V2Places.Reach(place, Policy.Parse(policy))).Where(p => !due.Contains(p.Tag)))
        {
            var probe = V2Places.Reach(place, Policy.Parse(policy));
            probe.SendsAtOnce = false;
            var before = Snapshot(probe);

            probe.Hear(payload);

            if (shaking)
                Assert.True(probe.Effects.OfType<SessionEffect.DropSocket>().Any(), $"{payload.Tag} at {place}");
            else
                Assert.Equal(before, Snapshot(probe));
        }
    }

    [Fact]
    public void Session_should_stay_consistent_when_inputs_come_at_random()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var setup = new V2Setup { Policy = Places.Policies[seed % Places.Policies.Length] };
            var probe = random.Next(2) == 0 ? V2Probe.Connector(setup) : V2Probe.Acceptor(setup).Accept();
            for (var i = 0; i < 60; i++)
            {
                var inputs = All(probe).ToArray();
                var input = inputs[random.Next(inputs.Length)];
                // A session is found by its peer's address only, and given a socket only as its next one.
                input = input switch
                {
                    SessionInput.SocketAdopted or SessionInput.ConnectionRequested when probe.Machine.PeerAddresses.Count == 0 =>
                        new SessionInput.SendRequested(),
                    SessionInput.SocketAdopted e => e with { Incarnation = probe.Machine.Incarnation + 1 },
                    SessionInput.MarkDown or SessionInput.SocketLost when random.Next(10) > 0 => new SessionInput.SendRequested(),
                    _ => input,
                };
                probe.Step(input);
                CheckConsistency(probe, input);
            }
        }
    }

    private static IEnumerable<IHandshakePayload> Payloads(V2Probe probe) =>
    [
        new Hello(EntityType.Osd, EntityAddress.Parse("v2:10.0.0.2:6800/22")),
        new AuthRequest(AuthMethod.None, [ConnectionMode.Crc], default),
        new AuthBadMethod(AuthMethod.None, -95, [], []),
        new AuthReplyMore(default),
        new AuthRequestMore(default),
        new AuthDone(7, ConnectionMode.Crc, default),
        new AuthSignature(new byte[AuthSignature.WireSize]),
        probe.Ident(globalSeq: 1000),
        new ServerIdent(probe.Peer, 1, 5, CephFeatures.All, 0, 0, 0x51),
        new IdentMissingFeatures(1),
        probe.Reconnect(globalSeq: 1000),
        new SessionReset(Full: true),
        new SessionReset(Full: false),
        new SessionRetry(3),
        new SessionRetryGlobal(3),
        new SessionReconnectOk(0),
        new Wait(),
    ];

    private static IEnumerable<SessionInput> OfSocket(V2Probe probe, long incarnation)
    {
        yield return new SessionInput.SocketConnected(incarnation);
        yield return new SessionInput.Written(incarnation);
        yield return new SessionInput.FrameReceived(incarnation, new BannerFrame(Banner.Own, Banner.Own.Encode()));
        foreach (var payload in Payloads(probe))
            yield return new SessionInput.FrameReceived(incarnation, new HandshakeFrame(payload, new byte[40]));
        yield return new SessionInput.FrameRefused(incarnation, new FrameError(ProtocolError.UnknownTag, "tag", 0, "wrong"));
        yield return new SessionInput.SocketLost(incarnation, true, "lost");
        yield return new SessionInput.SocketLost(incarnation, false, "lost");
    }

    private static IEnumerable<SessionInput> All(V2Probe probe)
    {
        IncomingRequest[] requests = [new IncomingIdent(probe.Ident(globalSeq: 1000)), new IncomingReconnect(probe.Reconnect(globalSeq: 1000))];
        return
        [
            .. OfSocket(probe, probe.Machine.Incarnation),
            new SessionInput.Connect(),
            new SessionInput.SocketAccepted(1000, EntityAddress.Parse("v2:10.0.0.1:54321/0")),
            new SessionInput.NoExisting(),
            .. Enum.GetValues<AcceptVerdict>().Select(v => new SessionInput.ExistingAnswered(new AcceptDecision(v, 5, 0))),
            .. requests.Select(r => new SessionInput.ConnectionRequested(r)),
            .. requests.Select(r => new SessionInput.SocketAdopted(1001, r)),
            .. Enum.GetValues<SessionTimer>().Select(t => new SessionInput.TimerFired(t, TimeSpan.FromHours(1))),
            new SessionInput.SendRequested(),
            new SessionInput.MarkDisposable(),
            new SessionInput.MarkDown(false),
            new SessionInput.MarkDown(true),
        ];
    }

    private static void CheckConsistency(V2Probe probe, SessionInput input)
    {
        var machine = probe.Machine;
        var because = $"after {input.GetType().Name} at {probe.At}";
        var handshaking = machine.State is SessionState.Connecting or SessionState.Accepting;
        Assert.True(handshaking == machine.Handshake is not HandshakeStep.None, because);
        Assert.True(!machine.IsOpen || machine.Terms is { IsV2: true }, because);
        Assert.True(!machine.Replacing || machine.State is SessionState.Accepting, because);
        Assert.True(machine.State is not SessionState.Closed || machine.Queues.Queued + machine.Queues.Unacked == 0, because);
        // Whoever is asked answers, once.
        Assert.True(probe.Effects.Count(e => e is SessionEffect.AnswerRequest) == (input is SessionInput.ConnectionRequested ? 1 : 0), because);
        // A dial is the last thing to happen, and names the socket that the session will listen to.
        foreach (var dial in probe.Effects.OfType<SessionEffect.Dial>())
            Assert.True(dial.Incarnation == machine.Incarnation && ReferenceEquals(dial, probe.Effects[^1]), because);
    }

    private static object Snapshot(V2Probe probe) => (
        probe.At,
        probe.Machine.Incarnation,
        probe.Machine.ConnectSeq,
        probe.Machine.PeerGlobalSeq,
        probe.Machine.Queues.Queued,
        probe.Machine.Queues.InSeq,
        probe.Protocol.ClientCookie,
        probe.Protocol.ServerCookie);
}
