using CephActors.Auth;
using CephActors.Framing.V1;
using CephActors.Session;
using CephActors.Session.V1;

namespace CephActors.Protocol.Tests.Session;

/// <summary>How an acceptor judges authorizers. Ceph: <c>ProtocolV1::handle_connect_message_2</c>.</summary>
public class AcceptorAuthorizerSpec
{
    private static readonly byte[] Authorizer = [1, 2, 3];
    private readonly FakeVerifier _verifier = new();

    [Fact]
    public void Verifier_should_see_what_the_peer_sent_when_it_connects()
    {
        Reach(Place.AcceptorConnect).Request(authorizerProtocol: 2, authorizer: Authorizer);

        var (peer, protocol, authorizer, pending) = Assert.Single(_verifier.Shown);
        Assert.Equal((EntityType.Osd, 2u, null), (peer, protocol, pending));
        Assert.Equal(Authorizer, authorizer);
    }

    [Fact]
    public void Acceptor_should_challenge_and_remember_it_when_the_verifier_says_so()
    {
        _verifier.Verdicts.Enqueue(AuthorizerVerdict.Challenge([9, 9]));
        var probe = Reach(Place.AcceptorConnect).Request(authorizerProtocol: 2, authorizer: Authorizer);

        var reply = EffectText.Replies(probe.Effects).Single();
        Assert.Equal((MessengerTag.ChallengeAuthorizer, CephFeatures.All), (reply.Reply.Tag, reply.Reply.Features));
        Assert.Equal([9, 9], reply.Authorizer);
        Assert.Equal(["write reply ChallengeAuthorizer cs=0 gs=0", "expect Connect"], probe.Script);
        Assert.Equal("Accepting/Connect", probe.At);

        probe.Request(authorizerProtocol: 2, authorizer: Authorizer);
        Assert.Equal(FakeVerifier.Challenge, _verifier.Shown[1].Pending);
        Assert.Equal("Accepting/Lookup", probe.At);
    }

    [Fact]
    public void Acceptor_should_stay_usable_when_it_refused_an_authorizer_twice()
    {
        _verifier.Verdicts.Enqueue(AuthorizerVerdict.Refuse("no"));
        _verifier.Verdicts.Enqueue(AuthorizerVerdict.Refuse("no"));
        var probe = Reach(Place.AcceptorConnect);

        Assert.Equal(MessengerTag.BadAuthorizer, probe.Request().SentReply.Tag);
        Assert.Equal(MessengerTag.BadAuthorizer, probe.Request().SentReply.Tag);
        Assert.Equal("Accepting/Lookup", probe.Request().At);
    }

    [Fact]
    public void Grant_should_carry_the_own_proof_and_open_a_signed_session_when_a_key_is_shared()
    {
        _verifier.Verdicts.Enqueue(AuthorizerVerdict.Accept(FakeSource.Proof, FakeSource.Key, AuthEntityName.Parse("osd.1"), 7));
        var probe = Reach(Place.AcceptorConnect).Request(authorizerProtocol: 2, authorizer: Authorizer).NoExisting();

        Assert.Equal(FakeSource.Proof, EffectText.Replies(probe.Effects).Single().Authorizer);
        Assert.Same(FakeSource.Key, probe.Sequence(0).Machine.Terms!.SigningKey);
    }

    [Theory]
    [InlineData(true, CephFeatures.All, true)]
    [InlineData(false, CephFeatures.All, false)]
    [InlineData(true, CephFeatures.All & ~CephFeatures.MsgAuth, false)]
    public void Session_should_be_signed_when_signing_is_on_and_the_peer_knows_how(bool on, ulong features, bool signed)
    {
        _verifier.Verdicts.Enqueue(AuthorizerVerdict.Accept(FakeSource.Proof, FakeSource.Key, AuthEntityName.Parse("osd.1"), 7));
        var probe = Places.Reach(Place.AcceptorConnect, new ProbeSetup { Verifier = _verifier, SignMessages = on });

        probe.Request(features: features, authorizerProtocol: 2, authorizer: Authorizer).NoExisting();

        Assert.Equal(signed ? FakeSource.Key : null, probe.Machine.Terms!.SigningKey);
    }

    [Theory]
    [InlineData(2, true, CephFeatures.All & ~CephFeatures.MsgAuth, "Features", CephFeatures.All)]
    [InlineData(2, false, CephFeatures.All & ~CephFeatures.MsgAuth, null, 0)]
    [InlineData(1, true, CephFeatures.All & ~CephFeatures.MsgAuth, null, 0)]
    [InlineData(2, true, CephFeatures.All, null, 0)]
    public void Acceptor_should_require_MSG_AUTH_only_when_cephx_is_used_and_signatures_are_required(
        uint protocol, bool required, ulong features, string? tag, ulong replied)
    {
        var probe = Places.Reach(Place.AcceptorConnect, new ProbeSetup { RequireSignatures = required });

        probe.Request(features: features, authorizerProtocol: protocol, authorizer: Authorizer);

        Assert.Equal(tag is null ? "Accepting/Lookup" : "Accepting/Connect", probe.At);
        if (tag is not null)
            Assert.Equal((tag, replied), ($"{probe.SentReply.Tag}", probe.SentReply.Features));
    }

    [Fact]
    public void Challenge_should_move_with_the_socket_when_the_existing_session_takes_it()
    {
        // 1. The peer answers a challenge; the request that asks the existing session carries the challenge along.
        _verifier.Verdicts.Enqueue(AuthorizerVerdict.Challenge([9]));
        var asking = Reach(Place.AcceptorConnect).Request(authorizer: Authorizer).Request(connectSeq: 2, authorizer: Authorizer);
        var request = (IncomingConnect)asking.Effects.OfType<SessionEffect.LookUp>().Single().Request;
        Assert.Equal(FakeVerifier.Challenge, request.PendingChallenge);

        // 2. On that session the peer's next connect holds the answer to the same challenge.
        var existing = Reach(Place.AcceptorOpen);
        existing.Asked(2, 11).Adopted(2, 11, request.PendingChallenge).Request(connectSeq: 2, globalSeq: 12, authorizer: Authorizer);

        Assert.Equal(FakeVerifier.Challenge, _verifier.Shown[^1].Pending);
    }

    [Fact]
    public void Challenge_should_be_forgotten_when_the_socket_is_lost()
    {
        var probe = Reach(Place.Replacing);
        _verifier.Verdicts.Enqueue(AuthorizerVerdict.Challenge([9]));
        probe.Request(connectSeq: 2, globalSeq: 12).Lost();

        probe.Replace().Request(connectSeq: 2, globalSeq: 13);

        Assert.Null(_verifier.Shown[^1].Pending);
    }

    private SessionProbe Reach(Place place) => Places.Reach(place, new ProbeSetup { Verifier = _verifier });
}
