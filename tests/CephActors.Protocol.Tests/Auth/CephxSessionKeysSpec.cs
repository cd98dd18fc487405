using CephActors.Auth;
using CephActors.Auth.Cephx;
using CephActors.Framing;
using CephActors.Framing.V1;

namespace CephActors.Protocol.Tests.Auth;

/// <summary>What can be opened of a real conversation of a client, a monitor and an OSD.</summary>
public class CephxSessionKeysSpec
{
    private const string Name = "v1-cephx-osd-put-get-64k";
    private static readonly FramingOptions Options = new(new FramingLimits(1 << 20, 1 << 20, 1 << 20, 4096), true, true, 16 << 10);

    public static TheoryData<string, string, string, int, int> OsdConnections => new()
    {
        // Monitor conversation, files of the OSD conversation, and where the open phase of each side begins.
        { "stream-3.server.bin", "client.bin", "server.bin", 567, 409 },
        { "stream-7.server.bin", "stream-8.client.bin", "stream-8.server.bin", 567, 409 },
    };

    [Theory]
    [MemberData(nameof(OsdConnections))]
    public void Keys_should_verify_real_signatures_when_the_monitor_conversation_is_known(
        string monitorFile, string clientFile, string serverFile, int clientOpen, int serverOpen)
    {
        var client = new Capture(Name, clientFile);
        var key = KeysOf(monitorFile).Find(client.AuthorizerAt(145));
        Assert.NotNull(key);
        Assert.True(key.HasSameSecret(KeysOf(monitorFile).Find(client.AuthorizerAt(352))!));
        Assert.Equal(DecodeStatus.Done, ReadMessage(client.Bytes.AsSpan(clientOpen), key));
        Assert.Equal(DecodeStatus.Done, ReadMessage(new Capture(Name, serverFile).Bytes.AsSpan(serverOpen), key));
        Assert.Equal(DecodeStatus.Invalid, ReadMessage(client.Bytes.AsSpan(clientOpen), CryptoKey.FromSecret(new byte[16])));
    }

    [Theory]
    [MemberData(nameof(OsdConnections))]
    public void Real_authorizer_challenge_and_reply_should_be_reproduced_when_the_tickets_are_known(
        string monitorFile, string clientFile, string serverFile, int clientOpen, int serverOpen)
    {
        _ = (clientOpen, serverOpen);
        var client = new Capture(Name, clientFile);
        var server = new Capture(Name, serverFile);
        var key = KeysOf(monitorFile).Find(client.AuthorizerAt(145))!;
        Assert.True(CephxStruct.TryRead<Authorizer>(client.AuthorizerAt(145), out var real));
        Assert.True(CephxCipher.TryUnseal<Authorize>(key, real.SealedAuthorize.Span, out var authorize));

        // A client of ours with the real ticket and the real nonce.
        var tickets = new TicketStore();
        tickets.SetGlobalId(real.GlobalId);
        tickets.Store(new HeldTicket(real.ServiceId, key, real.Ticket, null, null));
        var attempt = new CephxAuthorizerSource(tickets, () => authorize.Nonce, () => DateTimeOffset.UnixEpoch).Create(EntityType.Osd)!;
        Assert.Equal(client.AuthorizerAt(145), attempt.Bytes);
        Assert.Equal(client.AuthorizerAt(352), attempt.AnswerChallenge(server.AuthorizerReplyAt(281)));
        Assert.True(attempt.VerifyReply(server.AuthorizerReplyAt(339), out var error), error);
        Assert.False(attempt.VerifyReply(server.AuthorizerReplyAt(281), out _));
    }

    [Fact]
    public void Keys_should_be_unknown_when_no_monitor_conversation_was_fed_or_the_keyring_is_another()
    {
        var authorizer = new Capture(Name, "client.bin").AuthorizerAt(145);
        Assert.Null(new CephxSessionKeys(Capture.Keyring(Name)).Find(authorizer));
        Assert.Null(KeysOf("stream-7.server.bin").Find(authorizer));
        var strangers = new CephxSessionKeys(Capture.Keyring("v1-auth-refusals"));
        Feed(strangers, "stream-3.server.bin");
        Assert.Equal(0, strangers.Count);
        Assert.Null(strangers.Find(authorizer));
    }

    [Fact]
    public void Keys_should_be_unknown_when_bytes_are_cut_short()
    {
        var keys = KeysOf("stream-3.server.bin");
        var authorizer = new Capture(Name, "client.bin").AuthorizerAt(145);
        for (var length = 0; length < authorizer.Length; length++)
            Assert.Null(keys.Find(authorizer.AsSpan(0, length)));
        var reply = new Capture(Name, "stream-3.server.bin").AuthReplyAt(432).Payload;
        for (var length = 0; length < reply.Length; length++)
            Assert.InRange(new CephxSessionKeys(Capture.Keyring(Name)).AddMonitorReply(reply.AsSpan(0, length)), 0, 1);
        Assert.Equal(4, new CephxSessionKeys(Capture.Keyring(Name)).AddMonitorReply(reply));
    }

    private static CephxSessionKeys KeysOf(string monitorFile)
    {
        var keys = new CephxSessionKeys(Capture.Keyring(Name));
        Feed(keys, monitorFile);
        return keys;
    }

    private static void Feed(CephxSessionKeys keys, string monitorFile)
    {
        var monitor = new Capture(Name, monitorFile);
        foreach (var offset in new[] { 324, 432, 1516 })
            keys.AddMonitorReply(monitor.AuthReplyAt(offset).Payload);
    }

    private static DecodeStatus ReadMessage(ReadOnlySpan<byte> stream, CryptoKey key)
    {
        var decoder = new FrameDecoder(Options);
        decoder.Expect(Expectation.Messages, new MessagePhase(true, new MessageSigner(key.Secret, true), null));
        return decoder.TryRead(ref stream, out _);
    }
}
