using System.Globalization;
using CephActors.Auth;
using CephActors.Framing.V2;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>
/// Peers that go some steps of a good handshake over protocol v2, then send frames as they come to mind, each legal for itself, and at
/// last one that is never due: every time the socket is closed at once, for a reason that can be read, and nothing else happens.
/// The seed is new in every run and logged; <c>CEPHACTORS_SEED</c> repeats a run.
/// </summary>
public sealed class HostileV2Spec(ITestOutputHelper output) : MessengerTest(output, settings: """
    akka.loglevel = ERROR
    ceph.messenger { initial-backoff = 1ms, max-backoff = 5ms, connection-ready-timeout = 1h }
    """)
{
    private const int Rounds = 400;
    private const int MaxNoise = 5;
    private const int Steps = 6;

    private static readonly EntityAddress Own = EntityAddress.Parse("v2:127.0.0.1:6999/1");
    private static readonly FrameTag[] OfConnectors = [FrameTag.AuthRequest, FrameTag.AuthRequestMore, FrameTag.ClientIdent, FrameTag.SessionReconnect];
    private static readonly FrameTag[] OfAcceptors =
    [
        FrameTag.AuthBadMethod, FrameTag.AuthReplyMore, FrameTag.AuthDone, FrameTag.ServerIdent, FrameTag.IdentMissingFeatures, FrameTag.SessionReset,
        FrameTag.SessionRetry, FrameTag.SessionRetryGlobal, FrameTag.SessionReconnectOk, FrameTag.Wait,
    ];

    // An honest WAIT ends a socket too, without anything being wrong.
    private static readonly FrameTag[] ButWait = [.. RandomFrames.Tags.Where(t => t is not FrameTag.Wait)];

    [Fact]
    public async Task Acceptor_should_close_for_a_reason_when_frames_come_out_of_turn()
    {
        var osd = await StartAsync("osd.0", "default-policy = stateless-server", bind: AnyV2Port);
        var random = Random();
        var frames = new RandomFrames(random, osd.Addresses[0]);
        for (var round = 0; round < Rounds; round++)
        {
            var steps = random.Next(Steps);
            var (what, burst) = Draw(random, frames, RandomFrames.Tags, OfAcceptors);
            await ExplainAsync($"round {round}: {steps} steps, then {what}", async () =>
            {
                var peer = await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
                await ConnectAsync(peer, steps, osd.Addresses[0]);
                await peer.SendAsync(burst);
                await peer.DrainAsync();
                Assert.NotEmpty((await osd.ExpectAsync<ConnectionReset>()).Reason);
            });
        }

        // Whoever behaves is served.
        var good = await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
        await ConnectAsync(good, Steps - 1, osd.Addresses[0]);
        await osd.ExpectAsync<ConnectionAccepted>();
        good.Close();
        await osd.ExpectAsync<ConnectionReset>();
        await UntilAsync(() => Network.Sockets.Count == 0);
    }

    [Fact]
    public async Task Connector_should_close_for_a_reason_and_go_on_when_frames_come_out_of_turn()
    {
        var listener = await ScriptedListener.BindAsync(Sys, Network);
        var address = EntityAddress.FromEndPoint(listener.EndPoint, EntityAddressType.Msgr2, 0);
        var client = Create("client.1", "default-policy = lossy-client");
        var random = Random();
        var frames = new RandomFrames(random, address);
        for (var round = 0; round < Rounds; round++)
        {
            var connection = client.Messenger.ConnectTo(new EntityAddressVector(address), EntityType.Osd);
            var before = client.Messenger.Services.Watch.Counters.Faults;
            var steps = random.Next(Steps);
            var (what, burst) = Draw(random, frames, ButWait, OfConnectors);
            await ExplainAsync($"round {round}: {steps} steps, then {what}", async () =>
            {
                var peer = await listener.AcceptAsync();
                await AcceptAsync(peer, steps, address);
                await peer.SendAsync(burst);
                await peer.DrainAsync();
                await UntilAsync(() => connection.IsClosed || client.Messenger.Services.Watch.Counters.Faults > before);
                var dump = await connection.DumpAsync().WaitAsync(Patience);
                Assert.NotEmpty(dump is null ? (await client.ExpectAsync<ConnectionReset>(connection)).Reason : dump.LastFault!);
            });
        }

        // It has an open ear for whoever answers at last.
        var last = client.Messenger.ConnectTo(new EntityAddressVector(address), EntityType.Osd);
        await AcceptAsync(await listener.AcceptAsync(), Steps - 1, address);
        await UntilAsync(() => last.IsConnected);
    }

    private static (string What, byte[] Bytes) Draw(Random random, RandomFrames frames, FrameTag[] noise, FrameTag[] last)
    {
        FrameTag[] tags = [.. Enumerable.Range(0, random.Next(MaxNoise)).Select(_ => frames.Any(noise)), frames.Any(last)];
        return (string.Join(", ", tags), [.. tags.SelectMany(frames.Next)]);
    }

    private static async Task ConnectAsync(ScriptedPeer peer, int steps, EntityAddress target)
    {
        await peer.ExpectGreetingAsync();
        if (steps-- <= 0)
            return;
        await peer.SendAsync(Banner.Own.Encode());
        await peer.HearAsync<Hello>();
        if (steps-- <= 0)
            return;
        await peer.SayAsync(new Hello(EntityType.Osd, Own));
        if (steps-- <= 0)
            return;
        await peer.SayAsync(new AuthRequest(AuthMethod.None, [ConnectionMode.Crc], ScriptedPeer.NoneAuthorizer()));
        await peer.HearAsync<AuthDone>();
        await peer.HearAsync<AuthSignature>();
        if (steps-- <= 0)
            return;
        await peer.SayAsync(new AuthSignature(new byte[AuthSignature.WireSize]));
        if (steps <= 0)
            return;
        await peer.SayAsync(new ClientIdent(new EntityAddressVector(Own), target, 1, 1, CephFeatures.All, 0, 0, 0));
        await peer.HearAsync<ServerIdent>();
    }

    private static async Task AcceptAsync(ScriptedPeer peer, int steps, EntityAddress own)
    {
        await peer.ExpectGreetingAsync();
        if (steps-- <= 0)
            return;
        await peer.SendAsync(Banner.Own.Encode());
        await peer.HearAsync<Hello>();
        if (steps-- <= 0)
            return;
        await peer.SayAsync(new Hello(EntityType.Osd, EntityAddress.FromEndPoint(peer.Info.Remote, EntityAddressType.Msgr2, 0)));
        await peer.HearAsync<AuthRequest>();
        if (steps-- <= 0)
            return;
        await peer.SayAsync(new AuthDone(7, ConnectionMode.Crc, default));
        await peer.HearAsync<AuthSignature>();
        if (steps-- <= 0)
            return;
        await peer.SayAsync(new AuthSignature(new byte[AuthSignature.WireSize]));
        if (await peer.HearAsync<IHandshakePayload>() is not ClientIdent)
        {
            // A SERVER_IDENT drawn in an earlier round has opened a session, and not a lossy one, as an acceptor may decide.
            await peer.SayAsync(new SessionReset(Full: true));
            await peer.HearAsync<ClientIdent>();
        }

        if (steps <= 0)
            return;
        await peer.SayAsync(new ServerIdent(new EntityAddressVector(own), 1, 5, CephFeatures.All, 0, IdentFlags.Lossy, 0));
    }

    private static async Task ExplainAsync(string what, Func<Task> play)
    {
        try
        {
            await play();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(what, e);
        }
    }

    private Random Random()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CEPHACTORS_SEED"), CultureInfo.InvariantCulture, out var given) ? given : System.Random.Shared.Next();
        Output.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
