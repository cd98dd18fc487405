using CephActors.Auth;
using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Protocol.Tests.Auth;

/// <summary>The client's side against what real monitors said.</summary>
public class MonAuthClientSpec
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_795_361_785);
    private static readonly AuthEntityName Admin = AuthEntityName.Parse("client.admin");

    [Fact]
    public void Client_should_send_what_a_real_one_sent_when_a_real_monitor_answers()
    {
        var fromClient = new Capture("v1-cephx-mon-dump", "client.bin");
        var fromMonitor = new Capture("v1-cephx-mon-dump", "server.bin");
        var client = Create(MonAuthIdentity.LibradosServices, new Numbers(0xcd0966c91453f3e7));

        // 1. The methods offered.
        AssertSame(fromClient.AuthAt(195), client.Start());
        // 2. The monitor chooses cephx and challenges.
        var step = Feed(client, fromMonitor, 324);
        Assert.Equal(AuthMethod.Cephx, client.Method);
        Assert.Equal(MonAuthOutcome.Send, step.Outcome);
        AssertSame(fromClient.AuthAt(330), client.Request(step.Payload));
        // 3. All tickets come at once; the real client asked for the service tickets again.
        step = Feed(client, fromMonitor, 432);
        Assert.Equal(MonAuthOutcome.Done, step.Outcome);
        Assert.True(client.IsAuthenticated);
        Assert.Equal(4113ul, client.GlobalId);
        Assert.Equal("90583df94f9b199d725e862d43e6a690", SecretOf(client, EntityType.Auth));
        Assert.Equal("d8cf963ca1359817b1b14f03b8196b30", SecretOf(client, EntityType.Mon));
        Assert.Equal("23298d410873b56dcace84f896442aff", SecretOf(client, EntityType.Osd));
        Assert.Equal("39a09da5a58b94a7921bc5cb2a796806", SecretOf(client, EntityType.Mgr));
        Assert.Equal(Now.AddSeconds(2700), client.NextRenewal);
        Assert.Null(client.Renew(Now));
    }

    [Fact]
    public void Client_should_ask_for_service_tickets_as_a_real_one_when_they_did_not_come_along()
    {
        var fromClient = new Capture("v1-cephx-mon-dump", "client.bin");
        var fromMonitor = new Capture("v1-cephx-mon-dump", "server.bin");
        var client = Create(MonAuthIdentity.LibradosServices, new Numbers(0xcd0966c91453f3e7, 0x220f0f5189f507e2));
        Feed(client, fromMonitor, 324);
        var reply = fromMonitor.AuthReplyAt(432);

        // The same answer with an empty list of extra tickets.
        var step = client.HandleReply(reply.Protocol, reply.Result, reply.GlobalId, WithoutExtraTickets(reply.Payload), Now);
        Assert.Equal(MonAuthOutcome.Send, step.Outcome);
        Assert.False(client.IsAuthenticated);
        AssertSame(fromClient.AuthAt(471), client.Request(step.Payload));

        step = Feed(client, fromMonitor, 1516);
        Assert.Equal(MonAuthOutcome.Done, step.Outcome);
        Assert.Equal("90583df94f9b199d725e862d43e6a690", SecretOf(client, EntityType.Auth));
        Assert.Equal("a8fd944e55c076e1f710e35e4a5fe885", SecretOf(client, EntityType.Osd));
        Assert.Equal("087e7146dcca54ee6bfe9e1636a30a9c", SecretOf(client, EntityType.Mgr));
    }

    [Fact]
    public void Client_should_be_done_with_the_auth_ticket_when_it_wants_no_service()
    {
        var fromClient = new Capture("v1-cephx-mon-dump", "stream-1.client.bin");
        var fromMonitor = new Capture("v1-cephx-mon-dump", "stream-1.server.bin");
        var client = Create(0, new Numbers(0xa30e32c3e6176b73));
        AssertSame(fromClient.AuthAt(195), client.Start());
        AssertSame(fromClient.AuthAt(330), client.Request(Feed(client, fromMonitor, 324).Payload));
        Assert.Equal(MonAuthOutcome.Done, Feed(client, fromMonitor, 432).Outcome);
        Assert.Equal(4112ul, client.GlobalId);
        Assert.Equal("233949144139e63338f4b14904d6d6d8", SecretOf(client, EntityType.Auth));
        Assert.Equal(Now.AddSeconds(259200 * 3 / 4), client.NextRenewal);
    }

    [Fact]
    public void Client_should_fail_with_eopnotsupp_when_a_real_monitor_refuses_its_methods()
    {
        var client = new MonAuthClient(new MonAuthIdentity(Admin, [AuthMethod.None], null, 0), null, new Numbers().Next);
        AssertSame(new Capture("v1-auth-refusals", "stream-0.client.bin").AuthAt(186), client.Start());
        var step = Feed(client, new Capture("v1-auth-refusals", "stream-0.server.bin"), 315);
        Assert.Equal((MonAuthOutcome.Failed, Errno.EOPNOTSUPP), (step.Outcome, step.Errno));
        Assert.Contains("(none)", step.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Client_should_fail_with_eacces_when_a_real_monitor_refuses_its_key()
    {
        var fromMonitor = new Capture("v1-auth-refusals", "server.bin");
        var client = new MonAuthClient(
            new MonAuthIdentity(Admin, [AuthMethod.Cephx], CryptoKey.Parse(CryptoKeySpec.Vector), 0), null, new Numbers(0x988f09fa76d45f73).Next);
        Assert.Equal(MonAuthOutcome.Send, Feed(client, fromMonitor, 315).Outcome);
        var step = Feed(client, fromMonitor, 423);
        Assert.Equal((MonAuthOutcome.Failed, Errno.EACCES), (step.Outcome, step.Errno));
        Assert.Contains("client.admin", step.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Client_should_fail_with_eperm_when_the_ticket_does_not_open_with_its_key()
    {
        var fromMonitor = new Capture("v1-cephx-mon-dump", "server.bin");
        var client = new MonAuthClient(
            new MonAuthIdentity(Admin, [AuthMethod.Cephx], CryptoKey.Parse(CryptoKeySpec.Vector), 0), null, new Numbers(1).Next);
        Feed(client, fromMonitor, 324);
        var step = Feed(client, fromMonitor, 432);
        Assert.Equal((MonAuthOutcome.Failed, Errno.EPERM), (step.Outcome, step.Errno));
        Assert.False(client.IsAuthenticated);
        Assert.Null(client.Tickets.Find(TicketStore.AuthService));
    }

    [Fact]
    public void Client_should_be_done_at_once_when_the_monitor_chooses_none()
    {
        var client = new MonAuthClient(
            new MonAuthIdentity(Admin, [AuthMethod.Cephx, AuthMethod.None], Capture.AdminKey("v1-cephx-mon-dump"), 0), null, new Numbers().Next);
        Assert.Equal("01" + "02000000" + "01000000" + "02000000" + "08000000" + "05000000" + "61646d696e" + "0000000000000000",
            Convert.ToHexStringLower(client.Start().Payload));
        Assert.Equal(MonAuthOutcome.Done, client.HandleReply(1, 0, 4101, [], Now).Outcome);
        Assert.Equal(4101ul, client.GlobalId);
        Assert.Null(client.Renew(Now.AddYears(1)));
    }

    [Fact]
    public void Client_should_fail_when_the_monitor_chooses_what_was_not_offered_or_changes_its_mind()
    {
        var client = Create(0, new Numbers(1));
        Assert.Equal(Errno.EOPNOTSUPP, client.HandleReply(1, 0, 1, [], Now).Errno);
        Assert.Equal(Errno.EOPNOTSUPP, client.HandleReply(4, 0, 1, [], Now).Errno);
        Feed(client, new Capture("v1-cephx-mon-dump", "server.bin"), 324);
        Assert.Equal(Errno.EPROTO, client.HandleReply(1, 0, 1, [], Now).Errno);
        Assert.Equal(Errno.EIO, client.HandleReply(2, int.MinValue, 1, [], Now).Errno);
    }

    [Fact]
    public void Client_should_refuse_every_prefix_of_every_answer_without_throwing()
    {
        var fromMonitor = new Capture("v1-cephx-mon-dump", "server.bin");
        foreach (var (offset, earlier) in new (int, int[])[] { (324, []), (432, [324]), (1516, [324, 432]) })
        {
            var reply = fromMonitor.AuthReplyAt(offset);
            for (var length = 0; length < reply.Payload.Length; length++)
            {
                var client = Create(MonAuthIdentity.LibradosServices, new Numbers(1, 2, 3));
                foreach (var before in earlier)
                    Feed(client, fromMonitor, before);
                var step = client.HandleReply(2, 0, 4113, reply.Payload.AsSpan(0, length), Now);

                // The AUTH ticket alone, without what Nautilus added, is a whole answer of an older monitor.
                if (step.Outcome != MonAuthOutcome.Failed)
                    Assert.Equal((432, 186 - 4), (offset, length));
                else
                    Assert.Contains(step.Errno, new[] { Errno.EINVAL, Errno.EPERM });
            }
        }
    }

    [Fact]
    public void Client_should_present_its_old_ticket_when_it_comes_back_with_its_global_id()
    {
        var fromMonitor = new Capture("v1-cephx-mon-dump", "server.bin");
        var first = Create(MonAuthIdentity.LibradosServices, new Numbers(1));
        Feed(first, fromMonitor, 324);
        Feed(first, fromMonitor, 432);
        var old = first.Tickets.Find(TicketStore.AuthService)!;

        var second = new MonAuthClient(Identity(MonAuthIdentity.LibradosServices), first.Tickets, new Numbers(2).Next);
        Assert.EndsWith("1110000000000000", Convert.ToHexStringLower(second.Start().Payload), StringComparison.Ordinal);
        var step = second.HandleReply(2, 0, 4113, CephxStruct.ToBytes(new ServerChallenge(99)), Now);
        Assert.True(CephxStruct.TryRead<Authenticate>(step.Payload.AsSpan(2), out var request));
        Assert.Equal(old.Blob, request.OldTicket);
        Assert.Equal(TicketStore.AuthService, request.OtherKeys);

        // The monitor seals the new blob with the old session key.
        var newKey = CryptoKey.FromSecret(new byte[16]);
        var entry = TicketReplyEntry.Create(TicketStore.AuthService, Capture.AdminKey("v1-cephx-mon-dump"),
            new ServiceTicket(newKey, new UTime(60, 0)), new TicketBlob(3, new byte[] { 1 }), old.SessionKey);
        var writer = new WireWriter();
        new ResponseHeader(CephxRequestType.AuthSessionKey, 0).Write(writer);
        new TicketReply([entry]).Write(writer);
        Assert.Equal(MonAuthOutcome.Done, second.HandleReply(2, 0, 4113, writer.Written, Now).Outcome);
        Assert.True(second.Tickets.Find(TicketStore.AuthService)!.SessionKey.HasSameSecret(newKey));
        Assert.Equal(3ul, second.Tickets.Find(TicketStore.AuthService)!.Blob.SecretId);
        // The first attempt's tickets are its own.
        Assert.Same(old, first.Tickets.Find(TicketStore.AuthService));
    }

    [Fact]
    public void Client_should_come_with_empty_hands_when_the_monitor_gives_another_global_id()
    {
        var fromMonitor = new Capture("v1-cephx-mon-dump", "server.bin");
        var first = Create(MonAuthIdentity.LibradosServices, new Numbers(1));
        Feed(first, fromMonitor, 324);
        Feed(first, fromMonitor, 432);
        var second = new MonAuthClient(Identity(MonAuthIdentity.LibradosServices), first.Tickets, new Numbers(2).Next);
        var step = second.HandleReply(2, 0, 5000, CephxStruct.ToBytes(new ServerChallenge(99)), Now);
        Assert.True(CephxStruct.TryRead<Authenticate>(step.Payload.AsSpan(2), out var request));
        Assert.Equal(TicketBlob.Empty, request.OldTicket);
        Assert.Equal(0x35u, request.OtherKeys);
    }

    [Fact]
    public void Client_should_renew_service_tickets_and_then_the_auth_ticket_when_time_passes()
    {
        var fromMonitor = new Capture("v1-cephx-mon-dump", "server.bin");
        var client = Create(MonAuthIdentity.LibradosServices, new Numbers(1, 2, 3));
        Feed(client, fromMonitor, 324);
        Feed(client, fromMonitor, 432);

        Assert.Null(client.Renew(Now.AddSeconds(2699)));
        var services = client.Renew(Now.AddSeconds(2700))!.Value;
        Assert.Equal(2u, services.Protocol);
        Assert.Equal("0002", Convert.ToHexStringLower(services.Payload.AsSpan(0, 2)));
        Assert.Equal("0115000000", Convert.ToHexStringLower(services.Payload.AsSpan()[^5..]));

        var all = client.Renew(Now.AddSeconds(259200 * 3 / 4))!.Value;
        Assert.True(CephxStruct.TryRead<Authenticate>(all.Payload.AsSpan(2), out var request));
        Assert.Equal(0x35u, request.OtherKeys);
        Assert.Equal(CephxCipher.ChallengeResponse(Capture.AdminKey("v1-cephx-mon-dump"), 0x419a5013ed966a06, request.ClientChallenge), request.Key);
        Assert.Equal(client.Tickets.Find(TicketStore.AuthService)!.Blob, request.OldTicket);
    }

    private static MonAuthIdentity Identity(uint services) => new(Admin, [AuthMethod.Cephx], Capture.AdminKey("v1-cephx-mon-dump"), services);

    private static MonAuthClient Create(uint services, Numbers numbers) => new(Identity(services), null, numbers.Next);

    private static MonAuthStep Feed(MonAuthClient client, Capture capture, int offset)
    {
        var reply = capture.AuthReplyAt(offset);
        return client.HandleReply(reply.Protocol, reply.Result, reply.GlobalId, reply.Payload, Now);
    }

    private static string SecretOf(MonAuthClient client, EntityType service) =>
        Convert.ToHexStringLower(client.Tickets.Find((uint)service)!.SessionKey.Secret);

    private static void AssertSame((uint Protocol, byte[] Payload) expected, MonAuthRequest actual)
    {
        Assert.Equal(expected.Protocol, actual.Protocol);
        Assert.Equal(Convert.ToHexStringLower(expected.Payload), Convert.ToHexStringLower(actual.Payload));
    }

    private static byte[] WithoutExtraTickets(byte[] payload)
    {
        var reader = new WireReader(payload);
        _ = ResponseHeader.Read(ref reader);
        _ = TicketReply.Read(ref reader);
        return [.. payload.AsSpan(0, reader.Offset), .. new byte[8]];
    }
}
