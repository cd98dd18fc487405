using CephActors.Auth;
using CephActors.Auth.Cephx;

namespace CephActors.Protocol.Tests.Auth;

/// <summary>Auth payloads that were cut, altered, repeated or made up: never an exception, never let in.</summary>
public class HostileAuthSpec
{
    private readonly AuthWorld _world = new();

    [Fact]
    public void Monitor_should_let_nobody_in_when_a_payload_is_cut_anywhere()
    {
        for (var cut = 0; cut < 120; cut++)
        {
            var end = cut;
            var (ours, theirs) = AuthWorld.Talk(_world.Exchange(_world.Client()), _world.Monitor(), tamper: bytes => bytes.Length > end ? bytes[..end] : bytes[..^1]);
            Assert.IsType<AuthServerStep.BadMethod>(theirs);
            Assert.IsType<AuthClientStep.Failed>(ours);
        }
    }

    [Fact]
    public void Osd_should_let_nobody_in_when_a_byte_of_an_authorizer_is_altered()
    {
        var client = _world.Client();
        AuthWorld.Talk(_world.Exchange(client), _world.Monitor());
        var letIn = 0;
        var size = 0;
        for (var at = 0; at < 200; at++)
        {
            var index = at;
            var (ours, theirs) = AuthWorld.Talk(_world.ToOsd(client.Tickets), _world.OsdServer(), tamper: bytes => Flip(bytes, index));
            if (theirs is not AuthServerStep.Done done)
                continue;

            // Version bytes are read over, and so is padding; what decides is sealed.
            letIn++;
            Assert.Equal((AuthWorld.Admin, client.GlobalId), (done.Peer.Name, done.Peer.GlobalId));
            Assert.IsType<AuthClientStep.Done>(ours);
        }

        Assert.InRange(letIn, 1, 60);

        byte[] Flip(byte[] bytes, int index)
        {
            size = Math.Max(size, bytes.Length);
            var altered = bytes.ToArray();
            altered[Math.Min(index, bytes.Length - 1)] ^= 0x10;
            return altered;
        }
    }

    [Fact]
    public void Osd_should_refuse_a_recorded_exchange_when_it_is_played_again()
    {
        var client = _world.Client();
        AuthWorld.Talk(_world.Exchange(client), _world.Monitor());
        var recorded = new List<byte[]>();
        var (_, theirs) = AuthWorld.Talk(_world.ToOsd(client.Tickets, ConnectionMode.Secure), _world.OsdServer(), tamper: Record);
        Assert.IsType<AuthServerStep.Done>(theirs);

        var osd = _world.OsdServer();
        Assert.IsType<AuthServerStep.ReplyMore>(osd.OnRequest(EntityType.Client, 2, [2], recorded[0]));
        Assert.IsType<AuthServerStep.BadMethod>(osd.OnRequestMore(recorded[1]));
        Assert.IsType<AuthServerStep.BadMethod>(osd.OnRequest(EntityType.Client, 2, [2], recorded[1]));

        byte[] Record(byte[] bytes)
        {
            recorded.Add(bytes);
            return bytes;
        }
    }

    [Fact]
    public void Monitor_should_refuse_a_recorded_proof_when_it_is_played_again()
    {
        var recorded = new List<byte[]>();
        AuthWorld.Talk(_world.Exchange(_world.Client()), _world.Monitor(), tamper: bytes =>
        {
            recorded.Add(bytes);
            return bytes;
        });
        var monitor = _world.Monitor();
        Assert.IsType<AuthServerStep.ReplyMore>(monitor.OnRequest(EntityType.Client, 2, [1], recorded[0]));
        Assert.IsType<AuthServerStep.BadMethod>(monitor.OnRequestMore(recorded[1]));
    }

    /// <summary>Everything either side can be told, with bytes of chance in it or of chance alone.</summary>
    [Fact]
    public void Nobody_should_be_let_in_and_nothing_thrown_when_payloads_are_noise()
    {
        var random = new Random(20261129);
        var client = _world.Client();
        AuthWorld.Talk(_world.Exchange(client), _world.Monitor());
        for (var round = 0; round < 3000; round++)
        {
            var noise = new byte[random.Next(160)];
            random.NextBytes(noise);
            if (noise.Length > 0)
                noise[0] = (byte)random.Next(24);
            Assert.IsNotType<AuthServerStep.Done>(_world.Monitor(AuthWorld.Registry(EntityType.Mon, [AuthMethod.Cephx])).OnRequest(EntityType.Client, (uint)random.Next(4), [1, 2], noise));
            Assert.IsNotType<AuthServerStep.Done>(_world.OsdServer().OnRequest(EntityType.Client, 2, [1, 2], noise));
            var session = new MonAuthSession(_world.Service());
            session.Handle(0, client.Start().Payload, ulong.MaxValue);
            Assert.True(session.Handle(2, [.. BitConverter.GetBytes((ushort)(0x100 << random.Next(3))), .. noise], ulong.MaxValue).Result <= 0);
            Assert.Null(session.Peer);

            var exchange = _world.Exchange(_world.Client());
            exchange.Start();
            if (exchange.OnReplyMore(noise) is AuthClientStep.More)
                Assert.IsType<AuthClientStep.Failed>(exchange.OnDone(1, 1, noise));
            var toOsd = _world.ToOsd(client.Tickets);
            toOsd.Start();
            Assert.IsType<AuthClientStep.Failed>(toOsd.OnReplyMore(noise));
            Assert.IsType<AuthClientStep.Failed>(toOsd.OnDone(1, 1, noise));
        }
    }

    /// <summary>What logs and exceptions may print of them shows no secret.</summary>
    [Fact]
    public void Text_of_what_holds_secrets_should_not_have_them()
    {
        var secret = new byte[64];
        new Random(1).NextBytes(secret);
        var key = CryptoKey.FromSecret(secret.AsSpan(0, 16));
        var ticket = new AuthTicket(AuthWorld.Admin, 1, default, default, CapsInfo.Nothing);
        var issued = SealedTicket.Create(4, key, 1, ticket, TimeSpan.FromHours(1), Numbers.Counting());
        object[] holders =
        [
            key, new KeyringEntry(AuthWorld.Admin, key, new Dictionary<string, string>()), Keyring.Single(AuthWorld.Admin, key),
            new AuthResult(1, ConnectionMode.Secure, key, secret), new AuthClientStep.Done(new AuthResult(1, ConnectionMode.Secure, key, secret)),
            new AuthServerStep.Done(secret, new AuthResult(1, ConnectionMode.Secure, key, secret), new AuthenticatedPeer(AuthMethod.Cephx, AuthWorld.Admin, 1, CapsInfo.Nothing)),
            new ConnectionSecret(secret), new ServiceTicket(key, default), new ServiceTicketInfo(ticket, key), issued,
            HeldTicket.Create(4, issued.Ticket, issued.Blob, _world.Now), new ExpiringKey(key, default), new AuthorizeReply(1, secret),
            new MonAuthIdentity(AuthWorld.Admin, [AuthMethod.Cephx], key, 1), MonAuthAnswer.Done(secret, key, CapsInfo.Nothing),
            AuthorizerVerdict.Accept(secret, key, AuthWorld.Admin, 1),
        ];
        foreach (var holder in holders)
        {
            var text = holder.ToString()!;
            foreach (var form in new[] { Convert.ToHexString(secret[..8]), Convert.ToHexStringLower(secret[..8]), Convert.ToBase64String(secret[..6]), $"{secret[0]}, {secret[1]}" })
                Assert.DoesNotContain(form, text, StringComparison.Ordinal);
            Assert.DoesNotContain(key.ToBase64(), text, StringComparison.Ordinal);
        }
    }
}
