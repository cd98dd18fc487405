using CephActors.Auth;
using CephActors.Encoding;

namespace CephActors.Protocol.Tests.Auth;

/// <summary>Auth frames with our own code on both sides.</summary>
public class AuthExchangeSpec
{
    private readonly AuthWorld _world = new();

    [Theory]
    [InlineData(ConnectionMode.Crc, 0)]
    [InlineData(ConnectionMode.Secure, 64)]
    internal void Monitor_and_client_should_share_key_and_secret_when_they_use_cephx(ConnectionMode mode, int secretSize)
    {
        var client = _world.Client();
        var (ours, theirs) = AuthWorld.Talk(_world.Exchange(client, mode), _world.Monitor());
        AssertSame(ours, theirs, mode, secretSize);
        var peer = Assert.IsType<AuthServerStep.Done>(theirs).Peer;
        Assert.Equal((AuthMethod.Cephx, AuthWorld.Admin, 4101ul, "allow *"), (peer.Method, peer.Name, peer.GlobalId, peer.Caps.Text));
        Assert.Equal(4101ul, client.GlobalId);
        Assert.All(
            new[] { EntityType.Auth, EntityType.Mon, EntityType.Osd, EntityType.Mgr },
            service => Assert.NotNull(client.Tickets.FindUsable((uint)service, _world.Now)));
        Assert.Null(client.Renew(_world.Now));
    }

    [Theory]
    [InlineData(ConnectionMode.Crc, 0)]
    [InlineData(ConnectionMode.Secure, 64)]
    internal void Osd_and_client_should_share_key_and_secret_when_the_ticket_is_from_the_monitor(ConnectionMode mode, int secretSize)
    {
        var client = _world.Client();
        AuthWorld.Talk(_world.Exchange(client), _world.Monitor());
        var (ours, theirs) = AuthWorld.Talk(_world.ToOsd(client.Tickets, mode), _world.OsdServer());
        AssertSame(ours, theirs, mode, secretSize);
        var peer = Assert.IsType<AuthServerStep.Done>(theirs).Peer;
        Assert.Equal((AuthWorld.Admin, client.GlobalId, "allow *"), (peer.Name, peer.GlobalId, peer.Caps.Text));
    }

    [Fact]
    public void None_should_end_at_once_without_key_and_in_crc_mode()
    {
        var client = _world.Client(methods: AuthMethod.None);
        var (ours, theirs) = AuthWorld.Talk(_world.Exchange(client), _world.Monitor());
        var result = Assert.IsType<AuthClientStep.Done>(ours).Result;
        Assert.Equal(new AuthResult(4101, ConnectionMode.Crc, null, default), result);
        Assert.True(Assert.IsType<AuthServerStep.Done>(theirs).Peer.Caps.AllowAll);

        var osd = new AuthorizerExchange(
            new NoneAuthorizerSource(AuthWorld.Admin, () => 77), EntityType.Osd, AuthWorld.Registry(EntityType.Client).TermsWith(EntityType.Osd));
        (ours, theirs) = AuthWorld.Talk(osd, _world.OsdServer());
        Assert.Equal(ConnectionMode.Crc, Assert.IsType<AuthClientStep.Done>(ours).Result.Mode);
        Assert.Equal(77ul, Assert.IsType<AuthServerStep.Done>(theirs).Peer.GlobalId);
    }

    /// <summary>The errno of every refusal is that of a real monitor 16: see the captures of refusals.</summary>
    [Theory]
    [InlineData(new[] { AuthMethod.None }, new[] { AuthMethod.Cephx }, ConnectionMode.Crc, Errno.EOPNOTSUPP)]
    [InlineData(new[] { AuthMethod.Cephx }, new[] { AuthMethod.None }, ConnectionMode.Crc, Errno.EOPNOTSUPP)]
    [InlineData(new[] { AuthMethod.Cephx }, new[] { AuthMethod.Cephx }, ConnectionMode.Secure, Errno.EOPNOTSUPP)]
    internal void Client_should_be_refused_when_method_or_mode_have_nothing_in_common(
        AuthMethod[] offered, AuthMethod[] taken, ConnectionMode monitorMode, int errno)
    {
        var (ours, theirs) = AuthWorld.Talk(
            _world.Exchange(_world.Client(methods: offered), ConnectionMode.Crc), _world.Monitor(AuthWorld.Registry(EntityType.Mon, taken, monitorMode)));
        var bad = Assert.IsType<AuthServerStep.BadMethod>(theirs);
        Assert.Equal(((uint)offered[0], -errno), (bad.Method, bad.Result));
        Assert.Equal(taken, bad.AllowedMethods);
        Assert.Equal([monitorMode], bad.AllowedModes);
        Assert.Equal(errno, Assert.IsType<AuthClientStep.Failed>(ours).Errno);
    }

    [Fact]
    public void Client_should_try_its_next_method_when_the_monitor_refuses_the_first()
    {
        var client = _world.Client(methods: [AuthMethod.Cephx, AuthMethod.None]);
        var (ours, _) = AuthWorld.Talk(_world.Exchange(client), _world.Monitor(AuthWorld.Registry(EntityType.Mon, [AuthMethod.None])));
        Assert.Null(Assert.IsType<AuthClientStep.Done>(ours).Result.SessionKey);
        Assert.Equal(AuthMethod.None, client.Method);
    }

    [Theory]
    [InlineData("client.admin")]
    [InlineData("client.nobody")]
    public void Client_should_get_eacces_and_nothing_more_when_its_key_is_wrong_or_its_name_unknown(string name)
    {
        var client = _world.Client(AuthEntityName.Parse(name), key: CryptoKey.Parse(CryptoKeySpec.Vector));
        var (ours, theirs) = AuthWorld.Talk(_world.Exchange(client), _world.Monitor());
        Assert.Equal(-Errno.EACCES, Assert.IsType<AuthServerStep.BadMethod>(theirs).Result);
        Assert.Equal(Errno.EACCES, Assert.IsType<AuthClientStep.Failed>(ours).Errno);
        Assert.False(client.IsAuthenticated);
    }

    [Fact]
    public void Peer_should_not_begin_again_when_a_monitor_has_challenged_it()
    {
        var monitor = _world.Monitor();
        var payload = _world.Client().Begin(AuthMethod.Cephx);
        Assert.IsType<AuthServerStep.ReplyMore>(monitor.OnRequest(EntityType.Client, 2, [1], payload));
        var again = Assert.IsType<AuthServerStep.BadMethod>(monitor.OnRequest(EntityType.Client, 1, [1], payload));
        Assert.Equal(-Errno.EACCES, again.Result);
        Assert.Equal(-Errno.EACCES, Assert.IsType<AuthServerStep.BadMethod>(monitor.OnRequestMore([])).Result);
    }

    [Fact]
    public void Monitor_should_refuse_who_brings_nothing_or_another_mode()
    {
        foreach (var payload in new byte[][] { [], [0], [20], [10], [255, 1, 2] })
            Assert.Equal(-Errno.EACCES, Assert.IsType<AuthServerStep.BadMethod>(_world.Monitor().OnRequest(EntityType.Client, 2, [1], payload)).Result);
        Assert.Equal(-Errno.EACCES, Assert.IsType<AuthServerStep.BadMethod>(_world.OsdServer().OnRequest(EntityType.Client, 2, [1], _world.Client().Begin(AuthMethod.Cephx))).Result);
        Assert.Equal(-Errno.EACCES, Assert.IsType<AuthServerStep.BadMethod>(_world.Monitor().OnRequestMore([1])).Result);
    }

    [Fact]
    public void Client_should_refuse_a_mode_that_it_has_not_offered()
    {
        var exchange = _world.Exchange(_world.Client(), ConnectionMode.Secure);
        Assert.IsType<AuthClientStep.Request>(exchange.Start());
        Assert.Equal(Errno.EPROTO, Assert.IsType<AuthClientStep.Failed>(exchange.OnDone(1, (uint)ConnectionMode.Crc, [])).Errno);
        var toOsd = _world.ToOsd(Tickets(), ConnectionMode.Secure);
        Assert.IsType<AuthClientStep.Request>(toOsd.Start());
        Assert.Equal(Errno.EPROTO, Assert.IsType<AuthClientStep.Failed>(toOsd.OnDone(1, (uint)ConnectionMode.Crc, [])).Errno);
    }

    [Fact]
    public void Client_should_refuse_a_monitor_that_proves_nothing()
    {
        var exchange = _world.Exchange(_world.Client());
        Assert.IsType<AuthClientStep.Request>(exchange.Start());

        // What looks like a challenge, or nothing at all, is no proof of knowing the key.
        Assert.IsType<AuthClientStep.Failed>(exchange.OnDone(1, (uint)ConnectionMode.Crc, [1, 1, 2, 3, 4, 5, 6, 7, 8]));
        Assert.IsType<AuthClientStep.Failed>(_world.ToOsd(Tickets()).OnDone(1, (uint)ConnectionMode.Crc, []));
    }

    [Fact]
    public void Client_should_refuse_secure_mode_without_a_whole_secret()
    {
        // The monitor keeps to crc mode and so makes no secret; somebody on the way says secure.
        var client = _world.Exchange(_world.Client(), ConnectionMode.Secure, ConnectionMode.Crc);
        var monitor = _world.Monitor(AuthWorld.Registry(EntityType.Mon, null, ConnectionMode.Crc));
        var request = Assert.IsType<AuthClientStep.Request>(client.Start());
        var challenge = Assert.IsType<AuthServerStep.ReplyMore>(monitor.OnRequest(EntityType.Client, 2, [2, 1], request.Payload));
        var done = Assert.IsType<AuthServerStep.Done>(monitor.OnRequestMore(Assert.IsType<AuthClientStep.More>(client.OnReplyMore(challenge.Payload)).Payload));
        Assert.Equal(Errno.EPROTO, Assert.IsType<AuthClientStep.Failed>(client.OnDone(done.Result.GlobalId, (uint)ConnectionMode.Secure, done.Payload)).Errno);
    }

    private TicketStore Tickets()
    {
        var client = _world.Client();
        AuthWorld.Talk(_world.Exchange(client), _world.Monitor());
        return client.Tickets;
    }

    private static void AssertSame(AuthClientStep ours, AuthServerStep? theirs, ConnectionMode mode, int secretSize)
    {
        var client = Assert.IsType<AuthClientStep.Done>(ours).Result;
        var server = Assert.IsType<AuthServerStep.Done>(theirs).Result;
        Assert.Equal((mode, mode, server.GlobalId), (client.Mode, server.Mode, client.GlobalId));
        Assert.True(client.SessionKey!.HasSameSecret(server.SessionKey!));
        Assert.Equal(secretSize, client.ConnectionSecret.Length);
        Assert.Equal(server.ConnectionSecret.ToArray(), client.ConnectionSecret.ToArray());
    }
}
