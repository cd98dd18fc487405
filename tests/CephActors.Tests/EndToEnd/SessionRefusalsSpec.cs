using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Tests.Actors;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>
/// A fake OSD once met the cluster messenger of a real one and tried every way of being refused, recorded in
/// <c>Fixtures/captures/v1-none-session-refusals</c>. Here it says the same, byte for byte, to a messenger of ours.
/// </summary>
public sealed class SessionRefusalsSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private const string ClusterMessenger = """
        default-policy = stateless-server
        policies { osd { policy = lossless-peer, features-required = 0x2e01020042046201 } }
        """;

    private ByteTransport _transport = null!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cluster_messenger_should_answer_like_a_real_osd_when_it_hears_the_same(bool overTcp)
    {
        _transport = overTcp ? new SocketTransport() : Network;
        var osd = await StartAsync("osd.0", ClusterMessenger, _transport);
        foreach (var refused in new[] { 1, 2, 3, 4 })
            await (await DialAsync(osd, refused)).PlayToTheEndAsync();

        // A opens, and comes again with an older global_seq.
        var a = await DialAsync(osd, 5);
        await a.PlayAsync();
        await (await DialAsync(osd, 6)).PlayToTheEndAsync();
        await a.EndAsync();

        // B opens, is cut, and comes back with numbers of all kinds.
        await (await DialAsync(osd, 7)).PlayAndCutAsync();
        foreach (var refused in new[] { 8, 9, 10, 11, 12 })
            await (await DialAsync(osd, refused)).PlayToTheEndAsync();

        // D opens, is cut, and restarts; E opens and comes twice more, while its first and second socket are there.
        await (await DialAsync(osd, 13)).PlayAndCutAsync();
        var d = await DialAsync(osd, 14);
        await d.PlayAsync(replies: 1);
        var e = await DialAsync(osd, 15);
        await e.PlayAsync();
        var e2 = await DialAsync(osd, 16);
        await e2.PlayAsync();
        await e.ClosedByPeerAsync();
        var e3 = await DialAsync(osd, 17);
        await e3.PlayAsync(replies: 1);
        await d.PlayAsync();
        await e3.PlayAsync();
        foreach (var script in new[] { d, e2, e3 })
            await script.EndAsync();

        // H opens, is cut, comes back for good, and once more with a connect_seq that is not the one it was told.
        await (await DialAsync(osd, 18)).PlayAndCutAsync();
        await (await DialAsync(osd, null)).PlayAndCutAsync();
        await (await DialAsync(osd, 20)).PlayToTheEndAsync();

        // A peer that wants to be lossy, one without and one with an unreadable authorizer, a client.
        foreach (var other in new[] { 21, 22, 23, 24 })
            await (await DialAsync(osd, other)).PlayToTheEndAsync();
    }

    private async Task<Transcript> DialAsync(Party osd, int? stream) =>
        new(osd.Messenger, await ScriptedPeer.ConnectAsync(Sys, _transport, osd.Addresses[0]), stream, UntilAsync);

    /// <summary>One recorded connection: its client side is sent, its server side expected.</summary>
    private sealed class Transcript
    {
        private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "captures", "v1-none-session-refusals");

        private readonly CephMessenger _osd;
        private readonly ScriptedPeer _peer;
        private readonly Func<Func<bool>, Task> _until;
        private readonly string _name;
        private readonly byte[] _client;
        private readonly IReadOnlyList<ConversationElement> _elements;
        private int _next;

        public Transcript(CephMessenger osd, ScriptedPeer peer, int? stream, Func<Func<bool>, Task> until)
        {
            _osd = osd;
            _peer = peer;
            _until = until;
            _name = stream is { } number ? $"stream-{number}." : "";
            _client = File.ReadAllBytes(Path.Combine(Folder, _name + "client.bin"));
            var server = File.ReadAllBytes(Path.Combine(Folder, _name + "server.bin"));
            _elements = new ConversationDecoder(FramingOptions.Default).Decode(_client, server).Elements;
            Assert.Equal(_client.Length + server.Length, _elements.Sum(e => e.Length));
        }

        private EntityAddressVector Own =>
            new(_elements.First(e => e is { Side: ConversationSide.Client, Kind: ElementKind.Address }).Address);

        /// <summary>Plays on, until so many answers to a connect were heard.</summary>
        public async Task PlayAsync(int replies = int.MaxValue)
        {
            for (; replies > 0 && _next < _elements.Count; _next++)
            {
                var element = _elements[_next];
                if (element.Side == ConversationSide.Client)
                    await _peer.SendAsync(_client.AsMemory((int)element.Offset, element.Length));
                else
                    await ExpectAsync(element);
                if (element.Kind == ElementKind.ConnectReply)
                    replies--;
            }
        }

        public async Task PlayToTheEndAsync()
        {
            await PlayAsync();
            await EndAsync();
        }

        public async Task EndAsync()
        {
            _peer.Close();
            await _peer.DrainAsync();
        }

        public Task ClosedByPeerAsync() => _peer.ExpectClosedAsync();

        /// <summary>Resets the socket, which leaves the session waiting for its peer.</summary>
        public async Task PlayAndCutAsync()
        {
            await PlayAsync();
            var connection = _osd.Connections.Single(c => c.PeerAddresses.Equals(Own));
            await _until(() => connection.IsConnected);
            _peer.Reset();
            await _until(() => !connection.IsConnected);
            Assert.False(connection.IsClosed);
        }

        private async Task ExpectAsync(ConversationElement recorded)
        {
            var bytes = await _peer.ReadAsync(recorded.Length);
            switch (recorded.Kind)
            {
                case ElementKind.ConnectReply:
                    Assert.True(ConnectReply.TryRead(bytes, out var reply, out var authorizer));
                    Assert.Equal(Line(recorded.Reply!.Reply, 0), Line(reply, authorizer));
                    break;
                case ElementKind.Address:
                    // Ports and nonces are those of another day.
                    break;
                default:
                    var server = File.ReadAllBytes(Path.Combine(Folder, _name + "server.bin"));
                    Assert.Equal(server[(int)recorded.Offset..(int)(recorded.Offset + recorded.Length)], bytes);
                    break;
            }
        }

        // The global_seq of an opening counts the attempts of a whole process; that of a refusal is the peer's.
        private string Line(ConnectReply reply, uint authorizer) =>
            $"{_name} {reply.Tag} features {reply.Features:x} global_seq {(reply.Tag.Opens() ? "" : reply.GlobalSeq)} "
            + $"connect_seq {reply.ConnectSeq} protocol {reply.ProtocolVersion} flags {reply.Flags} authorizer {authorizer}";
    }
}
