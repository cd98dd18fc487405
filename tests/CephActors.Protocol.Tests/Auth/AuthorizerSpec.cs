using CephActors.Auth;
using CephActors.Auth.Cephx;

namespace CephActors.Protocol.Tests.Auth;

/// <summary>Both sides of an authorizer are ours.</summary>
public class AuthorizerSpec
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_795_361_785);
    private static readonly AuthEntityName Client = AuthEntityName.Parse("client.admin");
    private static readonly CryptoKey ServiceSecret = CryptoKey.Parse(CryptoKeySpec.Vector);
    private static readonly ServiceSecrets Secrets = new(EntityType.Osd, ServiceSecret, 5);

    [Fact]
    public void Cephx_should_open_with_one_session_key_on_both_sides_when_challenged()
    {
        var attempt = Attempt();
        var verifier = Verifier();
        ulong? pending = null;

        var first = verifier.Verify(EntityType.Client, attempt.Protocol, attempt.Bytes, ref pending);
        Assert.Equal(AuthorizerOutcome.Challenge, first.Outcome);
        Assert.NotNull(pending);
        Assert.Equal(32, first.Reply.Length);
        Assert.Equal(attempt.AnswerChallenge(first.Reply), attempt.Bytes);

        var second = verifier.Verify(EntityType.Client, attempt.Protocol, attempt.Bytes, ref pending);
        Assert.Equal(AuthorizerOutcome.Accepted, second.Outcome);
        Assert.Equal((Client, 4242ul), (second.Name, second.GlobalId));
        Assert.Equal(36, second.Reply.Length);
        Assert.True(attempt.VerifyReply(second.Reply, out var error), error);
        Assert.True(attempt.SessionKey!.HasSameSecret(second.SessionKey!));

        // The same bytes serve for retries on the same socket.
        Assert.Equal(AuthorizerOutcome.Accepted, verifier.Verify(EntityType.Client, 2, attempt.Bytes, ref pending).Outcome);
    }

    [Fact]
    public void Cephx_should_refuse_when_the_challenge_is_left_unanswered_or_answers_another_socket()
    {
        var attempt = Attempt();
        var verifier = Verifier();
        ulong? pending = null;
        var unanswered = attempt.Bytes;
        var challenge = verifier.Verify(EntityType.Client, 2, unanswered, ref pending);
        Assert.Equal(AuthorizerOutcome.Refused, verifier.Verify(EntityType.Client, 2, unanswered, ref pending).Outcome);

        var answered = attempt.AnswerChallenge(challenge.Reply)!;
        ulong? otherSocket = null;
        Assert.Equal(AuthorizerOutcome.Challenge, verifier.Verify(EntityType.Client, 2, answered, ref otherSocket).Outcome);
        var replayed = verifier.Verify(EntityType.Client, 2, answered, ref otherSocket);
        Assert.Equal(AuthorizerOutcome.Refused, replayed.Outcome);
        Assert.Contains("another challenge", replayed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Cephx_should_refuse_when_any_bit_of_the_authorizer_is_changed()
    {
        var attempt = Attempt();
        var verifier = Verifier();
        ulong? pending = null;
        attempt.AnswerChallenge(verifier.Verify(EntityType.Client, 2, attempt.Bytes, ref pending).Reply);
        for (var i = 0; i < attempt.Bytes.Length; i++)
        {
            var tampered = attempt.Bytes.ToArray();
            tampered[i] ^= 0x10;
            var verdict = verifier.Verify(EntityType.Client, 2, tampered, ref pending);
            // Version bytes are read over, and so are caps and padding inside what only holders of the secret can seal.
            if (verdict.Outcome == AuthorizerOutcome.Accepted)
                Assert.True(i is 0 or 13 || IsInsideTicketOrPadding(i, tampered.Length), $"byte {i} may be changed");
            else
                Assert.NotNull(verdict.Reason);
        }
    }

    [Fact]
    public void Cephx_should_refuse_every_prefix_without_throwing()
    {
        var attempt = Attempt();
        var verifier = Verifier();
        ulong? pending = null;
        var challenge = verifier.Verify(EntityType.Client, 2, attempt.Bytes, ref pending).Reply;
        var bytes = attempt.AnswerChallenge(challenge)!;
        var reply = verifier.Verify(EntityType.Client, 2, bytes, ref pending).Reply;
        for (var length = 0; length < bytes.Length; length++)
            Assert.Equal(AuthorizerOutcome.Refused, verifier.Verify(EntityType.Client, 2, bytes.AsSpan(0, length), ref pending).Outcome);
        for (var length = 0; length < challenge.Length; length++)
            Assert.Null(Attempt().AnswerChallenge(challenge.AsSpan(0, length)));
        for (var length = 0; length < reply.Length; length++)
            Assert.False(attempt.VerifyReply(reply.AsSpan(0, length), out _));
    }

    [Fact]
    public void Cephx_should_refuse_the_reply_when_it_is_damaged_or_answers_another_nonce()
    {
        var attempt = Attempt();
        var verifier = Verifier();
        ulong? pending = null;
        attempt.AnswerChallenge(verifier.Verify(EntityType.Client, 2, attempt.Bytes, ref pending).Reply);
        var reply = verifier.Verify(EntityType.Client, 2, attempt.Bytes, ref pending).Reply;
        for (var i = 4; i < 20; i++)
        {
            var tampered = reply.ToArray();
            tampered[i] ^= 0x10;
            Assert.False(attempt.VerifyReply(tampered, out var error), $"byte {i}");
            Assert.NotNull(error);
        }

        var other = CephxCipher.Seal(attempt.SessionKey!, new AuthorizeReply(1));
        Assert.False(attempt.VerifyReply([32, 0, 0, 0, .. other], out var reason));
        Assert.Contains("another authorizer", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Cephx_should_refuse_when_the_secret_is_unknown_or_the_ticket_is_for_somebody_else()
    {
        ulong? pending = null;
        var attempt = Attempt();
        var rotatedAway = new CephxAuthorizerVerifier(() => new ServiceSecrets(EntityType.Osd, ServiceSecret, 6), Numbers.Counting());
        Assert.Contains("no secret number 5", rotatedAway.Verify(EntityType.Client, 2, attempt.Bytes, ref pending).Reason, StringComparison.Ordinal);
        var otherService = new CephxAuthorizerVerifier(() => new ServiceSecrets(EntityType.Mds, ServiceSecret, 5), Numbers.Counting());
        Assert.Equal(AuthorizerOutcome.Refused, otherService.Verify(EntityType.Client, 2, attempt.Bytes, ref pending).Outcome);
        var otherSecret = new CephxAuthorizerVerifier(() => new ServiceSecrets(EntityType.Osd, CryptoKey.FromSecret(new byte[16]), 5), Numbers.Counting());
        Assert.Equal(AuthorizerOutcome.Refused, otherSecret.Verify(EntityType.Client, 2, attempt.Bytes, ref pending).Outcome);

        var stolen = new TicketStore();
        stolen.SetGlobalId(666);
        stolen.Store(Mint().Issue(Client, 4242, Now, TimeSpan.FromHours(1)));
        var thief = new CephxAuthorizerSource(stolen, Numbers.Counting(), () => Now).Create(EntityType.Osd)!;
        Assert.Contains("global id", Verifier().Verify(EntityType.Client, 2, thief.Bytes, ref pending).Reason, StringComparison.Ordinal);
        Assert.Null(pending);
    }

    [Fact]
    public void Cephx_should_offer_nothing_when_the_ticket_is_missing_or_over_or_the_peer_is_a_monitor()
    {
        var tickets = Mint().IssueStore(Client, 4242, Now, TimeSpan.FromHours(1));
        var now = Now;
        var source = new CephxAuthorizerSource(tickets, Numbers.Counting(), () => now);
        Assert.NotNull(source.Create(EntityType.Osd));
        Assert.Null(source.Create(EntityType.Mds));
        Assert.Null(source.Create(EntityType.Mon));
        now = Now.AddHours(1);
        Assert.Null(source.Create(EntityType.Osd));
    }

    [Fact]
    public void Monitors_should_authenticate_each_other_with_their_general_secret()
    {
        var mint = new LocalTicketMint(EntityType.Mon, ServiceSecret, TicketBlob.GeneralSecret, Numbers.Counting());
        var tickets = mint.IssueStore(new AuthEntityName(EntityType.Mon, ""), 0, Now, TimeSpan.Zero);
        var attempt = new CephxAuthorizerSource(tickets, Numbers.Counting(), () => Now.AddYears(1), EntityType.Mon).Create(EntityType.Mon)!;
        var verifier = new CephxAuthorizerVerifier(
            () => new ServiceSecrets(EntityType.Mon, ServiceSecret, TicketBlob.GeneralSecret), Numbers.Counting(7));
        ulong? pending = null;
        attempt.AnswerChallenge(verifier.Verify(EntityType.Mon, 2, attempt.Bytes, ref pending).Reply);
        var verdict = verifier.Verify(EntityType.Mon, 2, attempt.Bytes, ref pending);
        Assert.Equal(AuthorizerOutcome.Accepted, verdict.Outcome);
        Assert.Equal("mon.", verdict.Name.ToString());
    }

    [Fact]
    public void None_should_believe_the_name_when_the_authorizer_is_readable()
    {
        var source = new NoneAuthorizerSource(AuthEntityName.Parse("osd.1"), () => 77);
        var attempt = source.Create(EntityType.Osd)!;
        Assert.Equal("01" + "04000000" + "01000000" + "31" + "4d00000000000000", Convert.ToHexStringLower(attempt.Bytes));
        var verifier = new NoneAuthorizerVerifier(_ => false);
        ulong? pending = null;
        var verdict = verifier.Verify(EntityType.Osd, attempt.Protocol, attempt.Bytes, ref pending);
        Assert.Equal((AuthorizerOutcome.Accepted, 77ul, "osd.1"), (verdict.Outcome, verdict.GlobalId, verdict.Name.ToString()));
        Assert.True(attempt.VerifyReply(verdict.Reply, out _));
        Assert.Null(attempt.AnswerChallenge([1]));
        Assert.Null(source.Create(EntityType.Mon));
        for (var length = 0; length < attempt.Bytes.Length; length++)
            Assert.Equal(AuthorizerOutcome.Refused, verifier.Verify(EntityType.Osd, 1, attempt.Bytes.AsSpan(0, length), ref pending).Outcome);
    }

    [Fact]
    public void None_should_accept_a_missing_authorizer_only_when_told_so()
    {
        var verifier = new NoneAuthorizerVerifier(type => type != EntityType.Mon);
        ulong? pending = null;
        var verdict = verifier.Verify(EntityType.Client, 0, [], ref pending);
        Assert.Equal((AuthorizerOutcome.Accepted, null), (verdict.Outcome, verdict.Name));
        Assert.Equal(AuthorizerOutcome.Refused, verifier.Verify(EntityType.Mon, 0, [], ref pending).Outcome);
        Assert.Equal(AuthorizerOutcome.Refused, verifier.Verify(EntityType.Client, 2, [1, 2], ref pending).Outcome);
    }

    [Fact]
    public void Set_should_judge_by_the_method_the_peer_names()
    {
        var none = new NoneAuthorizerVerifier(_ => false);
        var set = new AuthorizerVerifierSet(none, new Dictionary<AuthMethod, IAuthorizerVerifier> { [AuthMethod.Cephx] = Verifier() });
        ulong? pending = null;
        Assert.Equal(AuthorizerOutcome.Challenge, set.Verify(EntityType.Client, 2, Attempt().Bytes, ref pending).Outcome);
        var byName = new NoneAuthorizerSource(Client, () => 1).Create(EntityType.Osd)!;
        Assert.Contains("not accepted", set.Verify(EntityType.Client, 1, byName.Bytes, ref pending).Reason, StringComparison.Ordinal);
        Assert.Contains("no authorizer", set.Verify(EntityType.Client, 2, [], ref pending).Reason, StringComparison.Ordinal);
    }

    private static LocalTicketMint Mint() => new(EntityType.Osd, ServiceSecret, 5, Numbers.Counting());

    private static AuthorizerAttempt Attempt() =>
        new CephxAuthorizerSource(Mint().IssueStore(Client, 4242, Now, TimeSpan.FromHours(1)), Numbers.Counting(), () => Now).Create(EntityType.Osd)!;

    private static CephxAuthorizerVerifier Verifier() => new(() => Secrets, Numbers.Counting(3));

    // Layout: version 1, global id 8, service 4, ticket version 1, secret id 8, length 4, blob; length 4, sealed proof of 32.
    private static bool IsInsideTicketOrPadding(int i, int length) => (i >= 26 && i < length - 36) || i >= length - 16;
}
