using CephActors.Framing.V1;
using CephActors.Tests.EndToEnd;
using Xunit.Abstractions;

namespace CephActors.Tests.Actors;

/// <summary>Signs of life, in virtual time.</summary>
public sealed class KeepaliveSpec(ITestOutputHelper output) : MessengerTest(output, virtualTime: true)
{
    private static readonly EntityAddress Own = EntityAddress.Parse("v1:127.0.0.1:6999/1");

    [Fact]
    public async Task Peer_should_echo_the_time_it_was_asked()
    {
        var a = await StartAsync("osd.1");
        var b = await StartAsync("osd.2");
        var toB = a.ConnectTo(b);
        await a.ExpectAsync<ConnectionEstablished>(toB);
        var toA = (await b.ExpectAsync<ConnectionAccepted>()).Connection;
        Assert.Null(toB.LastKeepaliveAck);
        Assert.Null(toA.LastKeepalive);

        toB.SendKeepalive();
        await UntilAsync(() => toB.LastKeepaliveAck is not null);
        Assert.Equal(Sys.Scheduler.Now, toB.LastKeepaliveAck);
        Assert.Equal(Sys.Scheduler.Now, toA.LastKeepalive);
        Assert.Null(toA.LastKeepaliveAck);
        var first = toB.LastKeepaliveAck;
        Time.Advance(TimeSpan.FromSeconds(10));
        toB.SendKeepalive();
        await UntilAsync(() => toB.LastKeepaliveAck == first + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Keepalive_should_be_of_the_old_kind_when_the_peer_knows_no_other()
    {
        const ulong keepalive2 = 1ul << 42;
        var osd = await StartAsync("osd.0");
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
        await peer.OpenAsync(Own, ScriptedPeer.Connect() with { Features = CephFeatures.All & ~keepalive2 });
        var connection = (await osd.ExpectAsync<ConnectionAccepted>()).Connection;
        connection.SendKeepalive();
        await peer.ExpectTagAsync(MessengerTag.Keepalive);
        Assert.Equal(0ul, connection.Features & keepalive2);
    }

    [Fact]
    public async Task Keepalive_should_go_out_before_messages_and_keep_the_session_from_standby_while_it_waits()
    {
        var listener = await ScriptedListener.BindAsync(Sys, Network);
        var osd = Create("osd.0");
        var connection = osd.Messenger.ConnectTo(listener.Address(), EntityType.Osd);
        connection.SendKeepalive();
        var peer = await listener.AcceptAsync();
        await peer.ExpectBannerAsync();
        await SettleAsync(osd.Messenger, connection);
        await EventFilter.Debug(contains: "fault in Connecting/Banner").ExpectOneAsync(() =>
        {
            peer.Reset();
            return Task.CompletedTask;
        });
        await SettleAsync(osd.Messenger, connection);
        Time.Advance(TimeSpan.FromMilliseconds(200));

        var next = await listener.AcceptAsync();
        var connect = await next.AwaitConnectAsync(listener.Address());
        connection.Send(Ping(1));
        await SettleAsync(osd.Messenger, connection);
        await next.LetInAsync(connect);
        var stamp = await next.ExpectKeepalive2Async();
        Assert.Equal(1ul, (await next.ExpectMessageAsync(seq: 1)).Tid);
        await next.SendKeepalive2AckAsync(stamp);
        await UntilAsync(() => connection.LastKeepaliveAck == stamp.ToDateTimeOffset());
    }

    [Fact]
    public async Task Answers_should_not_pile_up_when_a_peer_asks_and_does_not_read()
    {
        var osd = await StartAsync("osd.0");
        var peer = await ScriptedPeer.ConnectAsync(Sys, Network, osd.Addresses[0]);
        await peer.OpenAsync(Own);

        // Far more answers than fit between the two, all asked for before the first is read.
        const uint asked = 300_000;
        var questions = new byte[asked * 9];
        for (uint i = 0; i < asked; i++)
        {
            questions[i * 9] = (byte)MessengerTag.Keepalive2;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(questions.AsSpan((int)(i * 9) + 1), i + 1);
        }

        await peer.SendAsync(questions);
        await peer.SendMessageAsync(Ping(1), 1);
        await osd.ExpectAsync<MessageReceived>();
        uint answers = 0;
        UTime last = default;
        while (last.Seconds < asked)
        {
            answers++;
            var next = await peer.ExpectKeepalive2AckAsync();
            Assert.True(next.Seconds > last.Seconds);
            last = next;
        }

        Assert.InRange(answers, 1u, asked / 2);
        await peer.ExpectAckAsync(1);
    }
}
