using CephActors.Framing.V1;
using CephActors.Tests.Actors;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>Damage in an open session: the socket goes, the session stays, and what was damaged is taken when it comes again.</summary>
public sealed class BadMessageSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private const string SmallLimits = "limits { front = 1KiB, middle = 2KiB, data = 4KiB }";

    private static readonly EntityAddress Own = EntityAddress.Parse("v1:127.0.0.1:6999/1");
    private static readonly CephMessage Message =
        new(MessageType.Ping, "front!"u8.ToArray(), "mid"u8.ToArray(), "some data"u8.ToArray()) { Tid = 4 };

    private Party _osd = null!;

    [Theory]
    [InlineData("HeaderCrc", ScriptedPeer.HeaderOffset + 8)]
    [InlineData("HeaderCrc", ScriptedPeer.HeaderOffset + MessageHeader.CrcOffset)]
    [InlineData("FrontCrc", ScriptedPeer.FrontOffset)]
    [InlineData("MiddleCrc", ScriptedPeer.FrontOffset + 6)]
    [InlineData("DataCrc", ScriptedPeer.FrontOffset + 9 + 8)]
    [InlineData("DataCrc", ScriptedPeer.FrontOffset + 18 + 8)]
    public Task Socket_should_be_given_up_when_a_bit_has_flipped(string reason, int offset) => DamageAsync(reason, bytes => bytes[offset] ^= 0x10);

    [Fact]
    public Task Socket_should_be_given_up_when_a_message_is_not_complete() =>
        DamageAsync("Aborted", bytes => bytes[^1] = 0);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(200)]
    public Task Socket_should_be_given_up_when_a_tag_is_unknown(byte tag) => DamageAsync("UnknownTag", bytes => bytes[0] = tag);

    [Fact]
    public Task Socket_should_be_given_up_when_the_front_is_too_long() =>
        LengthenAsync("FrontTooLong", header => header with { FrontLength = 1025 });

    [Fact]
    public Task Socket_should_be_given_up_when_the_middle_is_too_long() =>
        LengthenAsync("MiddleTooLong", header => header with { MiddleLength = uint.MaxValue });

    [Fact]
    public Task Socket_should_be_given_up_when_the_data_is_too_long() =>
        LengthenAsync("DataTooLong", header => header with { DataLength = 4097 });

    [Theory]
    [InlineData(1)]
    [InlineData(ScriptedPeer.FrontOffset - 1)]
    [InlineData(ScriptedPeer.FrontOffset)]
    [InlineData(ScriptedPeer.FrontOffset + 11)]
    [InlineData(ScriptedPeer.FrontOffset + 18 + 20)]
    public async Task Socket_should_be_given_up_when_the_peer_closes_inside_a_message(int after)
    {
        var peer = await OpenAsync();
        await EventFilter.Warning(contains: "Truncated").ExpectOneAsync(async () =>
        {
            await peer.SendAsync(ScriptedPeer.Encode(Message, 1).AsMemory(0, after));
            peer.Close();
        });
        await ComeAgainAsync();
    }

    [Fact]
    public async Task Nothing_should_be_reserved_for_what_is_only_announced()
    {
        const int peers = 30;
        const uint announced = 128 << 20;
        _osd = await StartAsync("osd.0", "dispatch-throttle-bytes = 0, default-policy = stateless-server");
        var before = GC.GetTotalAllocatedBytes();
        for (uint i = 1; i <= peers; i++)
        {
            var peer = await ScriptedPeer.ConnectAsync(Sys, Network, _osd.Addresses[0]);
            await peer.OpenAsync(Own.WithNonce(i));
            var bytes = ScriptedPeer.Encode(Message, 1).AsMemory(0, ScriptedPeer.FrontOffset + 6);
            (MessageHeader.Read(bytes.Span[1..]) with { DataLength = announced }).Write(bytes.Span[1..], withCrc: true);
            await peer.SendAsync(bytes);
        }

        var throttle = _osd.Messenger.Services.Throttles.Bytes;
        await UntilAsync(() => throttle.Current == peers * (announced + 9L));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, peers / 4 * (long)announced);
    }

    [Fact]
    public async Task Old_message_should_be_dropped_in_silence_and_reading_go_on()
    {
        var peer = await OpenAsync();
        await peer.SendMessageAsync(new CephMessage(MessageType.Ping) { Tid = 1 }, 5);
        await peer.ExpectAckAsync(5);
        await peer.SendMessageAsync(Message, 5);
        await peer.SendMessageAsync(Message, 1);
        await peer.SendMessageAsync(Message, 0);
        await peer.SendMessageAsync(new CephMessage(MessageType.Ping) { Tid = 6 }, 6);
        await peer.ExpectAckAsync(6);
        await _osd.ExpectMessagesAsync(2);
        await _osd.FenceAsync();
        Assert.Equal([1ul, 6ul], _osd.Messages.Select(m => m.Tid));
        Assert.Single(_osd.Messenger.Connections, c => c.IsConnected);
    }

    [Fact]
    public async Task Gap_in_the_numbers_should_be_logged_and_accepted()
    {
        var peer = await OpenAsync();
        await EventFilter.Info(contains: "41 sequence numbers skipped before 42").ExpectOneAsync(() => peer.SendMessageAsync(Message, 42));
        await peer.ExpectAckAsync(42);
        await _osd.ExpectMessagesAsync(1);
    }

    [Fact]
    public async Task Frames_without_effect_should_do_no_harm()
    {
        var peer = await OpenAsync();
        await peer.SendAckAsync(1_000_000);
        await peer.SendTagAsync(MessengerTag.Keepalive);
        await peer.SendKeepalive2AckAsync(default);
        await peer.SendMessageAsync(Message, 1);
        await peer.ExpectAckAsync(1);
        var received = await _osd.ExpectAsync<MessageReceived>();
        Assert.NotNull(received.Connection.LastKeepalive);
    }

    [Fact]
    public async Task Connection_should_end_without_an_event_when_the_peer_says_close()
    {
        var peer = await OpenAsync();
        await peer.SendTagAsync(MessengerTag.Close);
        await peer.ExpectClosedAsync();
        var connection = (await _osd.ExpectAsync<ConnectionAccepted>()).Connection;
        await UntilAsync(() => connection.IsClosed);
        Assert.DoesNotContain(await _osd.FenceAsync(), m => m is ConnectionReset);
    }

    private async Task<ScriptedPeer> OpenAsync(string settings = "")
    {
        _osd = await StartAsync("osd.0", settings);
        return await DialAsync(connectSeq: 0, globalSeq: 1);
    }

    private async Task<ScriptedPeer> DialAsync(uint connectSeq, uint globalSeq)
    {
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, _osd.Addresses[0]);
        await peer.OpenAsync(Own, ScriptedPeer.Connect(connectSeq, globalSeq));
        return peer;
    }

    private async Task DamageAsync(string reason, Action<byte[]> damage, string settings = "")
    {
        var peer = await OpenAsync(settings);
        var bytes = ScriptedPeer.Encode(Message, 1);
        damage(bytes);
        await EventFilter.Warning(contains: reason).ExpectOneAsync(async () =>
        {
            await peer.SendAsync(bytes);
            await peer.ExpectClosedAsync();
        });
        await ComeAgainAsync();
    }

    private Task LengthenAsync(string reason, Func<MessageHeader, MessageHeader> change) =>
        DamageAsync(reason, bytes => change(MessageHeader.Read(bytes.AsSpan(1))).Write(bytes.AsSpan(1), withCrc: true), SmallLimits);

    /// <summary>Nothing was delivered; the peer reconnects as a real one does, and the same message gets through, once.</summary>
    private async Task ComeAgainAsync()
    {
        await UntilAsync(() => Network.Sockets.Count == 0);
        Assert.Empty(_osd.Messages);
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, _osd.Addresses[0]);
        await peer.ExchangeHelloAsync(Own);
        await peer.SendConnectAsync(ScriptedPeer.Connect(connectSeq: 2, globalSeq: 2));
        await peer.ExpectReplyAsync(MessengerTag.RetryGlobal);
        await peer.SendConnectAsync(ScriptedPeer.Connect(connectSeq: 2, globalSeq: 3));
        await peer.ExpectReplyAsync(MessengerTag.Sequence);
        Assert.Equal(0ul, await peer.ExpectSequenceAsync());
        await peer.SendSequenceAsync(0);
        await peer.SendMessageAsync(Message, 1);
        await peer.ExpectAckAsync(1);
        await _osd.ExpectMessagesAsync(1);
        Assert.Single(_osd.Seen.OfType<ConnectionAccepted>().Select(e => e.Connection).Distinct());
    }
}
