using CephActors.Auth;
using CephActors.Auth.Cephx;
using CephActors.Encoding;

namespace CephActors.Protocol.Tests.Auth;

/// <summary>A monitor and its clients over protocol 1, in messages.</summary>
public class MonAuthSessionSpec
{
    private const ulong AllFeatures = ulong.MaxValue;
    private readonly AuthWorld _world = new();

    /// <summary>
    /// 1. The real client's first message. 2. With the real monitor's challenge. 3. Its proof, from the capture, must be taken for the key of the capture's keyring.
    /// </summary>
    [Fact]
    public void Monitor_should_take_the_proof_of_a_real_client()
    {
        var fromClient = new Capture("v1-cephx-mon-dump", "client.bin");
        var random = new Queue<ulong>([0x419a5013ed966a06]);
        var numbers = Numbers.Counting();
        var keys = new CephxKeyServer(
            Capture.Keyring("v1-cephx-mon-dump"), AuthWorld.AuthLife, AuthWorld.ServiceLife, numbers, () => _world.Now);
        var service = new MonAuthService(AuthWorld.Registry(EntityType.Mon), keys, () => 4113, () => random.TryDequeue(out var next) ? next : numbers());
        var session = new MonAuthSession(service);
        var first = fromClient.AuthAt(195);
        var challenge = session.Handle(first.Protocol, first.Payload, AllFeatures);
        Assert.Equal((2u, 0, 4113ul), (challenge.Protocol, challenge.Result, challenge.GlobalId));
        Assert.Equal(new Capture("v1-cephx-mon-dump", "server.bin").AuthReplyAt(324).Payload, challenge.Payload);
        Assert.Null(session.Peer);

        var proof = fromClient.AuthAt(330);
        var done = session.Handle(proof.Protocol, proof.Payload, AllFeatures);
        Assert.Equal((2u, 0), (done.Protocol, done.Result));
        Assert.Equal(AuthWorld.Admin, session.Peer!.Name);
    }

    [Fact]
    public void Refusals_should_look_like_those_of_a_real_monitor()
    {
        // Method none to a monitor that demands keys.
        var session = Session(new MonAuthService(AuthWorld.Registry(EntityType.Mon, [AuthMethod.Cephx]), _world.Keys, () => 4099, Numbers.Counting()));
        var refused = session.Handle(0, _world.Client(methods: AuthMethod.None).Start().Payload, AllFeatures);
        var real = new Capture("v1-auth-refusals", "stream-0.server.bin").AuthReplyAt(315);
        Assert.Equal((real.Protocol, real.Result, real.GlobalId), (refused.Protocol, refused.Result, refused.GlobalId));
        Assert.Empty(refused.Payload);

        // A wrong key.
        session = Session(new MonAuthService(AuthWorld.Registry(EntityType.Mon), _world.Keys, () => 4099, Numbers.Counting()));
        var (reply, step) = Authenticate(session, _world.Client(key: CryptoKey.Parse(CryptoKeySpec.Vector)));
        real = new Capture("v1-auth-refusals", "server.bin").AuthReplyAt(423);
        Assert.Equal((real.Protocol, real.Result, real.GlobalId), (reply.Protocol, reply.Result, reply.GlobalId));
        Assert.Empty(reply.Payload);
        Assert.Equal((MonAuthOutcome.Failed, Errno.EACCES), (step.Outcome, step.Errno));
        Assert.Null(session.Peer);
    }

    [Fact]
    public void Client_should_have_all_tickets_when_it_is_authenticated()
    {
        var client = _world.Client();
        var session = Session();
        var (_, step) = Authenticate(session, client);
        Assert.Equal(MonAuthOutcome.Done, step.Outcome);
        Assert.Equal((AuthWorld.Admin, 4101ul), (session.Peer!.Name, session.Peer.GlobalId));
        Assert.Equal(AuthWorld.ServiceLife, client.Tickets.Find((uint)EntityType.Osd)!.Expires - _world.Now);
        Assert.Equal(AuthWorld.AuthLife, client.Tickets.Find((uint)EntityType.Auth)!.Expires - _world.Now);
        Assert.True(client.ConnectionSecret.IsEmpty);
    }

    [Fact]
    public void Entity_should_get_tickets_with_what_it_may_do_and_none_when_it_may_not_talk_to_monitors()
    {
        var guest = _world.Client(AuthEntityName.Parse("client.guest"));
        Assert.Equal(MonAuthOutcome.Done, Authenticate(Session(), guest).Step.Outcome);
        var (_, theirs) = AuthWorld.Talk(_world.ToOsd(guest.Tickets), _world.OsdServer());
        Assert.Null(Assert.IsType<AuthServerStep.Done>(theirs).Peer.Caps.Text);
        Assert.Null(guest.Renew(_world.Now));
        var nothing = Authenticate(Session(), _world.Client(AuthEntityName.Parse("client.nothing"))).Step;
        Assert.Equal((MonAuthOutcome.Failed, Errno.EACCES), (nothing.Outcome, nothing.Errno));
    }

    [Fact]
    public void Tickets_should_be_renewed_on_the_session_when_they_are_due()
    {
        var client = _world.Client();
        var session = Session();
        Authenticate(session, client);
        for (var hour = 0; hour < 100; hour++)
        {
            _world.Now += TimeSpan.FromMinutes(50);
            var request = Assert.NotNull(client.Renew(_world.Now));
            MonAuthStep step;
            do
            {
                var reply = session.Handle(request.Protocol, request.Payload, AllFeatures);
                Assert.Equal(0, reply.Result);
                step = client.HandleReply(reply.Protocol, reply.Result, reply.GlobalId, reply.Payload, _world.Now);
                request = client.Request(step.Payload);
            }
            while (step.Outcome == MonAuthOutcome.Send);
            Assert.Equal(MonAuthOutcome.Done, step.Outcome);
            var (ours, _) = AuthWorld.Talk(_world.ToOsd(client.Tickets), _world.OsdServer());
            Assert.IsType<AuthClientStep.Done>(ours);
        }
    }

    [Fact]
    public void Client_should_keep_its_global_id_when_it_shows_its_ticket_and_else_not()
    {
        var first = _world.Client();
        Authenticate(Session(), first);
        var second = _world.Client(previous: first.Tickets);
        Assert.Equal(MonAuthOutcome.Done, Authenticate(Session(), second).Step.Outcome);
        Assert.Equal(first.GlobalId, second.GlobalId);

        // The number alone is no proof, nor is a ticket of another number.
        var thief = new TicketStore();
        thief.SetGlobalId(first.GlobalId);
        Assert.Equal(Errno.EACCES, Authenticate(Session(), _world.Client(previous: thief)).Step.Errno);
        var stranger = _world.Client();
        Authenticate(Session(), stranger);
        thief.Store(stranger.Tickets.Find(TicketStore.AuthService)!);
        Assert.NotEqual(first.GlobalId, stranger.GlobalId);
        Assert.Equal(Errno.EACCES, Authenticate(Session(), _world.Client(previous: thief)).Step.Errno);

        // A ticket older than all secrets opens no more.
        _world.Now += 4 * AuthWorld.AuthLife;
        Assert.Equal(Errno.EACCES, Authenticate(Session(), _world.Client(previous: first.Tickets)).Step.Errno);
    }

    [Fact]
    public void Client_should_be_let_in_when_its_clock_is_wrong()
    {
        foreach (var skew in new[] { TimeSpan.FromDays(-400), TimeSpan.FromDays(400) })
        {
            var client = _world.Client();
            var session = Session();
            var reply = session.Handle(0, client.Start().Payload, AllFeatures);
            MonAuthStep step;
            while ((step = client.HandleReply(reply.Protocol, reply.Result, reply.GlobalId, reply.Payload, _world.Now + skew)).Outcome == MonAuthOutcome.Send)
                reply = session.Handle(2, step.Payload, AllFeatures);
            Assert.Equal(MonAuthOutcome.Done, step.Outcome);
            var toOsd = new AuthorizerExchange(
                new CephxAuthorizerSource(client.Tickets, Numbers.Counting(), () => _world.Now + skew), EntityType.Osd, AuthWorld.Registry(EntityType.Client).TermsWith(EntityType.Osd));
            Assert.IsType<AuthClientStep.Done>(AuthWorld.Talk(toOsd, _world.OsdServer()).Client);
        }
    }

    [Fact]
    public void Daemon_should_get_the_secrets_of_its_service_and_nobody_else()
    {
        var session = Session();
        var osd = _world.Client(AuthWorld.Osd);
        Authenticate(session, osd);
        var reply = session.Handle(2, CephxClientHandler.BuildRotatingRequest(), AllFeatures);
        Assert.Equal(0, reply.Result);
        var reader = new WireReader(reply.Payload);
        Assert.Equal(new ResponseHeader(CephxRequestType.RotatingKey, 0), ResponseHeader.Read(ref reader));
        Assert.True(CephxCipher.TryUnseal<RotatingSecrets>(_world.KeyOf(AuthWorld.Osd), reader.ReadBlob("rotating"), out var secrets));
        Assert.Equal(_world.Keys.RotatingSecretsOf(EntityType.Osd).Keys.Keys.Order(), secrets.Keys.Keys.Order());

        session = Session();
        Authenticate(session, _world.Client());
        Assert.Equal(-Errno.EACCES, session.Handle(2, CephxClientHandler.BuildRotatingRequest(), AllFeatures).Result);
    }

    [Fact]
    public void Monitor_should_refuse_what_comes_out_of_turn()
    {
        Assert.Equal(-Errno.EINVAL, Session().Handle(2, CephxClientHandler.BuildRotatingRequest(), AllFeatures).Result);
        var session = Session();
        session.Handle(0, _world.Client().Start().Payload, AllFeatures);
        Assert.Equal(-Errno.EACCES, session.Handle(0, _world.Client().Start().Payload, AllFeatures).Result);
        Assert.Equal(-Errno.EINVAL, session.Handle(2, [0, 3], AllFeatures).Result);
        Assert.Equal(-Errno.EPERM, session.Handle(2, [0], AllFeatures).Result);

        // A ticket of the challenge's session is not enough for others' tickets: the request must be sealed with the session key.
        var forged = new WireWriter();
        new RequestHeader(CephxRequestType.PrincipalSessionKey).Write(forged);
        Authorizer.Create(4101, TicketStore.AuthService, new TicketBlob(2, new byte[32]), CryptoKey.Parse(CryptoKeySpec.Vector), new Authorize(1)).Write(forged);
        new ServiceTicketRequest(4).Write(forged);
        Assert.Equal(-Errno.EACCES, session.Handle(2, forged.Written, AllFeatures).Result);
        Assert.Null(session.Peer);
    }

    [Fact]
    public void Client_without_the_features_for_it_should_not_use_cephx()
    {
        var service = new MonAuthService(
            AuthWorld.Registry(EntityType.Mon), _world.Keys, () => 4101, Numbers.Counting(), _ => CephFeatures.CephxV2);
        Assert.Equal(-Errno.EOPNOTSUPP, Session(service).Handle(0, _world.Client().Start().Payload, CephFeatures.MsgAuth).Result);
        Assert.Equal(0, Session(service).Handle(0, _world.Client().Start().Payload, CephFeatures.CephxV2).Result);
    }

    private MonAuthSession Session(MonAuthService? service = null) => new(service ?? _world.Service());

    private (MonAuthReply Reply, MonAuthStep Step) Authenticate(MonAuthSession session, MonAuthClient client)
    {
        var request = client.Start();
        while (true)
        {
            var reply = session.Handle(request.Protocol, request.Payload, AllFeatures);
            var step = client.HandleReply(reply.Protocol, reply.Result, reply.GlobalId, reply.Payload, _world.Now);
            if (step.Outcome != MonAuthOutcome.Send)
                return (reply, step);
            request = client.Request(step.Payload);
        }
    }
}
