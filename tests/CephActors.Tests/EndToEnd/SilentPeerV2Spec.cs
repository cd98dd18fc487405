using CephActors.Actors;
using CephActors.Auth;
using CephActors.Framing.V2;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>Peers that never finish the handshake of protocol v2, in virtual time.</summary>
public sealed class SilentPeerV2Spec(ITestOutputHelper output) : MessengerTest(output, virtualTime: true)
{
    private static readonly EntityAddress Own = EntityAddress.Parse("v2:127.0.0.1:6999/1");
    private static readonly CryptoKey Secret = CryptoKey.FromSecret("osd service key "u8);
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(10);
    private static readonly AuthRequest Refused = new(AuthMethod.Cephx, [ConnectionMode.Crc], new byte[4000]);

    [Fact]
    public Task Acceptor_should_close_when_a_peer_says_nothing() => ExpectReadyTimeoutAsync(_ => Task.CompletedTask);

    [Fact]
    public Task Acceptor_should_close_when_a_peer_stops_inside_its_banner() =>
        ExpectReadyTimeoutAsync(peer => peer.SendAsync(Banner.Own.Encode().AsMemory(0, 12)));

    [Fact]
    public Task Acceptor_should_close_when_a_peer_greets_and_no_more() => ExpectReadyTimeoutAsync(async peer =>
    {
        await peer.SendAsync(Banner.Own.Encode());
        await peer.HearAsync<Hello>();
    });

    [Fact]
    public Task Acceptor_should_close_when_a_peer_does_not_authenticate() => ExpectReadyTimeoutAsync(BeginAsync);

    [Fact]
    public Task Acceptor_should_close_when_a_peer_is_refused_again_and_again() => ExpectReadyTimeoutAsync(async peer =>
    {
        await BeginAsync(peer);
        for (var seconds = 1; seconds < ReadyTimeout.TotalSeconds; seconds++)
        {
            await RefuseAsync(peer);
            Time.Advance(TimeSpan.FromSeconds(1));
        }
    }, rest: TimeSpan.FromSeconds(1));

    [Fact]
    public Task Acceptor_should_close_when_a_peer_does_not_answer_the_challenge() => ExpectReadyTimeoutAsync(async peer =>
    {
        await BeginAsync(peer);
        await peer.SayAsync(new AuthRequest(AuthMethod.Cephx, [ConnectionMode.Crc], Attempt().Bytes));
        await peer.HearAsync<AuthReplyMore>();
    });

    [Fact]
    public Task Acceptor_should_close_when_a_peer_does_not_sign() => ExpectReadyTimeoutAsync(async peer =>
    {
        await BeginAsync(peer);
        var attempt = Attempt();
        await peer.SayAsync(new AuthRequest(AuthMethod.Cephx, [ConnectionMode.Crc], attempt.Bytes));
        var challenge = await peer.HearAsync<AuthReplyMore>();
        await peer.SayAsync(new AuthRequestMore(attempt.AnswerChallenge(challenge.Payload.Span)));
        await peer.HearAsync<AuthDone>();
        await peer.HearAsync<AuthSignature>();
    });

    /// <summary>Without a key: after so many whole steps of the handshake, or in the middle of the next one.</summary>
    [Theory]
    [MemberData(nameof(Stops))]
    public Task Acceptor_should_close_when_a_peer_stops_at_any_step(int steps, bool inside) => ExpectReadyTimeoutAsync(
        async peer =>
        {
            var target = EntityAddress.FromEndPoint(peer.Info.Remote, EntityAddressType.Msgr2, 0);
            IHandshakePayload[] said =
            [
                Hello,
                new AuthRequest(AuthMethod.None, [ConnectionMode.Crc], ScriptedPeer.NoneAuthorizer()),
                new AuthSignature(new byte[AuthSignature.WireSize]),
                new ClientIdent(new EntityAddressVector(Own), target, 1, 1, CephFeatures.All, 0, 0, 1),
            ];
            byte[][] frames = [Banner.Own.Encode(), .. said.Select(payload => PlainFrame.Encode(payload, FrameRevision.One))];
            for (var step = 0; step < steps; step++)
            {
                await peer.SendAsync(frames[step]);
                if (step == 0)
                    await peer.HearAsync<Hello>();
                else if (said[step - 1] is AuthRequest)
                    (_, _) = (await peer.HearAsync<AuthDone>(), await peer.HearAsync<AuthSignature>());
            }

            if (inside)
                await peer.SendAsync(frames[steps].AsMemory(0, frames[steps].Length / 2));
        },
        settings: "");

    public static TheoryData<int, bool> Stops
    {
        get
        {
            var data = new TheoryData<int, bool>();
            for (var steps = 0; steps < 5; steps++)
            {
                data.Add(steps, false);
                data.Add(steps, true);
            }

            return data;
        }
    }

    /// <summary>The other way round: whoever is dialled stops. The connector says why and tries again.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Connector_should_give_up_the_socket_when_the_peer_stops_at_any_step(int steps)
    {
        var listener = await ScriptedListener.BindAsync(Sys, Network);
        var client = Create("client.1", "default-policy = lossy-client");
        var connection = client.Messenger.ConnectTo(
            new EntityAddressVector(EntityAddress.FromEndPoint(listener.EndPoint, EntityAddressType.Msgr2, 0)), EntityType.Osd);
        var peer = await listener.AcceptAsync();
        await peer.ExpectGreetingAsync();
        IHandshakePayload[] said =
        [
            new Hello(EntityType.Osd, EntityAddress.FromEndPoint(peer.Info.Remote, EntityAddressType.Msgr2, 0)),
            new AuthDone(7, ConnectionMode.Crc, default),
            new AuthSignature(new byte[AuthSignature.WireSize]),
        ];
        await EventFilter.Info(contains: "handshake not finished within 10 s").ExpectOneAsync(async () =>
        {
            if (steps > 0)
                await peer.SendAsync(Banner.Own.Encode());
            for (var step = 1; step < steps; step++)
            {
                // Each waits for the frame that it is the answer to.
                await peer.HearAsync<IHandshakePayload>();
                await peer.SayAsync(said[step - 1]);
            }

            await SettleAsync(client.Messenger, connection);
            Time.Advance(ReadyTimeout);
            await peer.DrainAsync();
        });
        Assert.False(connection.IsClosed);
        connection.MarkDown();
    }

    [Fact]
    public async Task Acceptor_should_close_when_a_peer_talks_on_and_never_authenticates()
    {
        var osd = await StartAsync();
        await EventFilter.Warning(contains: $"peer has said {Transcript.MaxLength} bytes and has not authenticated").ExpectOneAsync(async () =>
        {
            var peer = await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
            await peer.ExpectGreetingAsync();
            await BeginAsync(peer);
            var said = Banner.Own.Encode().Length + PlainFrame.Encode(Hello, FrameRevision.One).Length;
            var size = PlainFrame.Encode(Refused, FrameRevision.One).Length;
            for (; said + size <= Transcript.MaxLength; said += size)
                await RefuseAsync(peer);
            await peer.SayAsync(Refused);
            await peer.ExpectClosedAsync();
        });

        Assert.NotEmpty((await osd.ExpectAsync<ConnectionReset>()).Reason);
        await UntilAsync(() => Network.Sockets.Count == 0);
    }

    private static Hello Hello => new(EntityType.Osd, Own);

    private static async Task BeginAsync(ScriptedPeer peer)
    {
        await peer.SendAsync(Banner.Own.Encode());
        await peer.SayAsync(Hello);
        await peer.HearAsync<Hello>();
    }

    private static async Task RefuseAsync(ScriptedPeer peer)
    {
        await peer.SayAsync(Refused);
        await peer.HearAsync<AuthBadMethod>();
    }

    private AuthorizerAttempt Attempt()
    {
        var mint = new LocalTicketMint(EntityType.Osd, Secret, 1, SessionContextFactory.Random);
        var tickets = mint.IssueStore(AuthEntityName.Parse("osd.1"), 4100, Sys.Scheduler.Now, TimeSpan.FromHours(1));
        return new CephxAuthorizerSource(tickets, SessionContextFactory.Random, () => Sys.Scheduler.Now).Create(EntityType.Osd)!;
    }

    private async Task<Party> StartAsync(string settings = "auth.cluster-required = [cephx]\nmodes.cluster = [crc]")
    {
        var osd = Create("osd.0", settings);
        if (settings.Length == 0)
        {
            await osd.Messenger.BindAsync(AnyV2Port).WaitAsync(Patience);
            return osd;
        }

        osd.Messenger.Services.Session.AuthorizerVerifier =
            new CephxAuthorizerVerifier(() => new ServiceSecrets(EntityType.Osd, Secret), SessionContextFactory.Random);
        await osd.Messenger.BindAsync(AnyV2Port).WaitAsync(Patience);
        return osd;
    }

    private async Task ExpectReadyTimeoutAsync(Func<ScriptedPeer, Task> script, TimeSpan? rest = null, string? settings = null)
    {
        var osd = settings is null ? await StartAsync() : await StartAsync(settings);
        await EventFilter.Info(contains: "handshake not finished within 10 s").ExpectOneAsync(async () =>
        {
            var peer = await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
            await peer.ExpectGreetingAsync();
            await script(peer);
            Time.Advance(rest ?? ReadyTimeout);
            await peer.ExpectClosedAsync();
        });

        await osd.ExpectAsync<ConnectionReset>();
        Assert.Empty(await osd.FenceAsync());
        await UntilAsync(() => Network.Sockets.Count == 0);
    }
}
