using System.Buffers.Binary;
using CephActors.Auth;
using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Protocol.Tests.Auth;

/// <summary>The same payloads as protocol 2 carries them: blobs of auth frames, with a connection secret.</summary>
public class CephxClientHandlerSpec
{
    private const string Name = "v2-secure-cephx-mon-dump";
    private const int PreambleSize = 32;
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_795_361_785);

    [Theory]
    [InlineData("stream-1.client.bin", "stream-1.server.bin", 0u, 0xc870482765647001, "ac1d75c95982ccf0", "57b86d58287cc4209c7bb81a481c1841")]
    [InlineData("client.bin", "server.bin", 0x15u, 0xb01c936487b1ca62, "73032af70396060c", "bb7a1f2f8d4d2cdc34796859db6cef9c")]
    public void Handler_should_learn_session_key_and_connection_secret_when_a_real_monitor_is_done(
        string clientFile, string serverFile, uint services, ulong clientChallenge, string secretStart, string sessionKey)
    {
        var server = new Capture(Name, serverFile).Bytes;
        var handler = Create(services, new Numbers(clientChallenge));
        var step = handler.HandleReply(Blob(server, 98, 0), Now);
        Assert.Equal(MonAuthOutcome.Send, step.Outcome);
        Assert.Equal(Blob(new Capture(Name, clientFile).Bytes, 172, 0), step.Payload);

        Assert.Equal(MonAuthOutcome.Done, handler.HandleReply(Blob(server, 147, 12), Now).Outcome);
        Assert.Equal(64, handler.ConnectionSecret.Length);
        Assert.StartsWith(secretStart, Convert.ToHexStringLower(handler.ConnectionSecret.Span), StringComparison.Ordinal);
        Assert.Equal(sessionKey, Convert.ToHexStringLower(handler.SessionKey!.Secret));
        Assert.Equal(0u, handler.Tickets.Needed(services | TicketStore.AuthService, Now));
    }

    [Fact]
    public void Handler_should_refuse_when_any_sealed_part_is_damaged()
    {
        var server = new Capture(Name, "server.bin").Bytes;
        var done = Blob(server, 147, 12);
        var refused = 0;
        for (var i = 0; i < done.Length; i++)
        {
            var handler = Create(0x15, new Numbers(1, 2));
            handler.HandleReply(Blob(server, 98, 0), Now);
            var tampered = done.ToArray();
            tampered[i] ^= 0x40;
            if (handler.HandleReply(tampered, Now).Outcome == MonAuthOutcome.Failed)
                refused++;
        }

        // What is left: ticket blobs nobody but the service can judge, version bytes, and blocks behind the first of a seal.
        Assert.InRange(refused, 150, done.Length);
    }

    [Fact]
    public void Handler_should_learn_rotating_secrets_when_it_asked_for_them()
    {
        var key = Capture.AdminKey(Name);
        var handler = Create(0, new Numbers(1));
        handler.HandleReply(CephxStruct.ToBytes(new ServerChallenge(5)), Now);
        Assert.Equal("0004", Convert.ToHexStringLower(CephxClientHandler.BuildRotatingRequest()));
        var writer = new WireWriter();
        new ResponseHeader(CephxRequestType.RotatingKey, 0).Write(writer);
        CephxCipher.WriteSealed(writer, key,
            new RotatingSecrets(new Dictionary<ulong, ExpiringKey> { [9] = new(key, new UTime(1, 0)) }, 9));
        for (var length = 0; length < writer.Length; length++)
            Assert.Equal(MonAuthOutcome.Failed, handler.HandleReply(writer.Written[..length], Now).Outcome);
        Assert.Equal(MonAuthOutcome.Done, handler.HandleReply(writer.Written, Now).Outcome);
        var secrets = ServiceSecrets.From(EntityType.Osd, handler.RotatingSecrets!);
        Assert.True(secrets.Find((uint)EntityType.Osd, 9)!.HasSameSecret(key));
        Assert.Null(secrets.Find((uint)EntityType.Osd, 8));
        Assert.Null(secrets.Find((uint)EntityType.Mds, 9));
    }

    [Fact]
    public void Handler_should_be_done_when_the_monitor_has_no_ticket_to_give()
    {
        var handler = Create((uint)EntityType.Mds, new Numbers(1, 2));
        handler.HandleReply(CephxStruct.ToBytes(new ServerChallenge(5)), Now);
        var sessionKey = CryptoKey.FromSecret(new byte[16]);
        var auth = TicketReplyEntry.Create(TicketStore.AuthService, Capture.AdminKey(Name), new ServiceTicket(sessionKey, default), new TicketBlob(1, new byte[8]));
        Assert.Equal(MonAuthOutcome.Send, handler.HandleReply(Reply(CephxRequestType.AuthSessionKey, 0, auth), Now).Outcome);
        Assert.Equal(MonAuthOutcome.Done, handler.HandleReply(Reply(CephxRequestType.PrincipalSessionKey, 0), Now).Outcome);
        var refused = handler.HandleReply(Reply(CephxRequestType.PrincipalSessionKey, -2), Now);
        Assert.Equal((MonAuthOutcome.Failed, Errno.ENOENT), (refused.Outcome, refused.Errno));
        Assert.Equal(MonAuthOutcome.Failed, handler.HandleReply(Reply((CephxRequestType)0x300, 0), Now).Outcome);
    }

    private static CephxClientHandler Create(uint services, Numbers numbers) =>
        new(AuthEntityName.Parse("client.admin"), Capture.AdminKey(Name), services, new TicketStore(), numbers.Next);

    private static byte[] Reply(CephxRequestType type, int status, params TicketReplyEntry[] entries)
    {
        var writer = new WireWriter();
        new ResponseHeader(type, status).Write(writer);
        new TicketReply(entries).Write(writer);
        return writer.ToArray();
    }

    // A frame's first segment starts behind its preamble; the payload is a blob in it.
    private static byte[] Blob(byte[] stream, int frame, int skip)
    {
        var blob = stream.AsSpan(frame + PreambleSize + skip);
        return blob.Slice(sizeof(uint), BinaryPrimitives.ReadInt32LittleEndian(blob)).ToArray();
    }
}
