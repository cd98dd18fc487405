using System.Buffers;
using System.Net;
using Akka.Streams.Dsl;
using CephActors.Auth;
using CephActors.Framing.V2;
using CephActors.Tests.Actors;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>Somebody on the way, or a newer peer, offers other features than ours over protocol v2.</summary>
public sealed class DowngradeV2Spec(ITestOutputHelper output) : MessengerTest(output, settings: "akka.loglevel = INFO")
{
    private const ulong KnowsCompression = Msgr2Features.Revision1 | Msgr2Features.Compression;

    private static readonly EntityAddress Own = EntityAddress.Parse("v2:127.0.0.1:6999/1");

    [Theory]
    [InlineData("crc")]
    [InlineData("secure")]
    public async Task Handshake_should_fail_when_both_banners_were_altered_to_the_older_revision_and_there_is_a_key(string mode)
    {
        var form = V2Form.Parse("2.1 secure");
        var settings = $"{form.Settings}\nmodes.cluster = [{mode}]\ninitial-backoff = 10ms";
        var osd = Create("osd.1", settings, new LoweringTransport());
        var other = Create("osd.2", settings, new LoweringTransport());
        form.Equip(osd.Messenger, Sys);
        form.Equip(other.Messenger, Sys);
        await osd.Messenger.BindAsync(AnyV2Port).WaitAsync(Patience);

        var connection = other.ConnectTo(osd);
        connection.Send(Ping(1));
        await UntilAsync(() => other.Messenger.Services.Watch.Counters.Faults >= 3);
        Assert.Contains("signature does not cover what we said", (await connection.DumpAsync().WaitAsync(Patience))!.LastFault, StringComparison.Ordinal);
        Assert.False(connection.IsConnected);
        Assert.DoesNotContain(await osd.FenceAsync(), told => told is ConnectionAccepted or MessageReceived);
        connection.MarkDown();
    }

    [Fact]
    public async Task Acceptor_should_go_on_without_compression_when_its_peer_has_it()
    {
        var osd = await StartAsync("osd.0", "default-policy = stateless-server", bind: AnyV2Port);
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
        await peer.ExpectGreetingAsync();
        await peer.SendAsync(new Banner(KnowsCompression, 0).Encode());
        await peer.HearAsync<Hello>();
        await peer.SayAsync(new Hello(EntityType.Osd, Own));
        await peer.SayAsync(new AuthRequest(AuthMethod.None, [ConnectionMode.Crc], ScriptedPeer.NoneAuthorizer()));
        await peer.HearAsync<AuthDone>();
        await peer.HearAsync<AuthSignature>();

        // Without the feature in both banners the session is asked for next, not compression.
        await peer.SayAsync(new AuthSignature(new byte[AuthSignature.WireSize]));
        await peer.SayAsync(new ClientIdent(new EntityAddressVector(Own), osd.Addresses[0], 1, 1, CephFeatures.All, 0, 0, 0));
        await peer.HearAsync<ServerIdent>();
        await osd.ExpectAsync<ConnectionAccepted>();
    }

    [Fact]
    public async Task Acceptor_should_say_why_it_closes_when_its_peer_insists_on_compression()
    {
        var osd = await StartAsync("osd.0", "default-policy = stateless-server", bind: AnyV2Port);
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
        await peer.ExpectGreetingAsync();
        await peer.SendAsync(new Banner(KnowsCompression, Msgr2Features.Compression).Encode());
        await peer.DrainAsync();
        Assert.Contains("requires 2, we support 1", (await osd.ExpectAsync<ConnectionReset>()).Reason, StringComparison.Ordinal);
    }

    /// <summary>Sockets of the operating system on whose way the banners lose what they say of the newer revision.</summary>
    private sealed class LoweringTransport : ByteTransport
    {
        private readonly SocketTransport _sockets = new();

        public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(IPEndPoint remote, SocketSettings settings) =>
            Lower(_sockets.Connect(remote, settings));

        public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
            _sockets.Bind(local, settings).Select(socket => socket with { Flow = Lower(socket.Flow) });

        private static Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> Lower<T>(Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, T> flow)
        {
            long passed = 0;
            return flow.Select(bytes =>
            {
                var at = Banner.PrefixSize - passed;
                passed += bytes.Length;
                if (at < 0 || at >= bytes.Length)
                    return bytes;
                var altered = bytes.ToArray();
                altered[at] &= unchecked((byte)~Msgr2Features.Revision1);
                return new ReadOnlySequence<byte>(altered);
            });
        }
    }
}
