using CephActors.Injection;
using CephActors.Tests.Actors;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.Injection;

/// <summary>Sockets that shut themselves down under messengers.</summary>
public sealed class SocketFailureSpec(ITestOutputHelper output) : MessengerTest(output)
{
    private const string Allowed = "injection.allowed = on";

    [Theory]
    [InlineData("lossless-peer", "lossless-peer", false)]
    [InlineData("lossless-client", "stateful-server", false)]
    [InlineData("lossless-peer-reuse", "lossless-peer-reuse", true)]
    public async Task Messages_should_arrive_once_and_in_order_both_ways_when_sockets_fail_on_both_sides(string connecting, string accepting, bool overTcp)
    {
        const int reconnects = 10;
        var faults = "injection { allowed = on, socket-failures = 15, seed = 5 }";
        ByteTransport transport = overTcp ? new SocketTransport() : Network;
        var a = await StartAsync("osd.1", $"default-policy = {connecting}\n{faults}", transport);
        var b = await StartAsync("osd.2", $"default-policy = {accepting}\n{faults}", transport);
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        var toA = (await b.ExpectAsync<MessageReceived>()).Connection;

        ulong last = 1;
        while ((await toB.DumpAsync().WaitAsync(Patience))!.Reconnects < reconnects)
        {
            toB.Send(Ping(++last, size: (int)(last % 7) * 1000));
            toA.Send(Ping(last, size: (int)(last % 5) * 1000));
            if (last % 10 == 0)
                await b.ExpectAsync<MessageReceived>(m => m.Message.Tid == last);
        }

        a.Messenger.Inject(FaultInjection.None);
        b.Messenger.Inject(FaultInjection.None);
        toB.Send(Ping(++last));
        toA.Send(Ping(last));
        await b.ExpectAsync<MessageReceived>(m => m.Message.Tid == last);
        await a.ExpectAsync<MessageReceived>(m => m.Message.Tid == last);
        await b.FenceAsync();
        await a.FenceAsync();
        Assert.Equal(Numbers(1, last), b.Messages.Select(m => m.Tid));
        Assert.Equal(Numbers(2, last), a.Messages.Select(m => m.Tid));
        Assert.DoesNotContain(a.Seen.Concat(b.Seen), e => e is ConnectionRemoteReset);
    }

    [Fact]
    public async Task Lossy_session_should_be_reset_when_every_attempt_fails()
    {
        var b = await StartAsync("osd.2", "default-policy = stateless-server");
        var a = await StartAsync("client.1", "default-policy = lossy-client\ninjection { allowed = on, socket-failures = 1 }");
        Assert.Equal(1, a.Messenger.Injection.SocketFailures);

        // As long as not even the banner has left, a lossy client tries again.
        var toB = a.ConnectTo(b);
        await UntilAsync(() => a.Messenger.Services.Watch.Counters.Faults >= 3);
        Assert.Equal("injected socket failure", (await toB.DumpAsync())!.LastFault);
        Assert.False(toB.IsClosed);
        a.Messenger.Inject(FaultInjection.None);
        await a.ExpectAsync<ConnectionEstablished>(toB);

        a.Messenger.Inject(new FaultInjection { SocketFailures = 1 });
        toB.Send(Ping(1));
        await a.ExpectAsync<ConnectionReset>(toB);
        a.Messenger.Inject(FaultInjection.None);
        toB = a.ConnectTo(b);
        await a.ExpectAsync<ConnectionEstablished>(toB);
    }

    [Fact]
    public async Task Sockets_in_use_should_fail_when_it_is_switched_on_and_no_more_when_it_is_switched_off()
    {
        var (a, b) = (await StartAsync("osd.1", Allowed), await StartAsync("osd.2"));
        var toB = a.ConnectTo(b);
        toB.Send(Ping(1));
        await b.ExpectMessagesAsync(1);
        Assert.Equal(0, (await toB.DumpAsync().WaitAsync(Patience))!.Reconnects);

        a.Messenger.Inject(new FaultInjection { SocketFailures = 1 });
        toB.Send(Ping(2));
        await UntilAsync(() => !toB.IsConnected);
        Assert.DoesNotContain(b.Messages, m => m.Tid == 2);

        a.Messenger.Inject(FaultInjection.None);
        await b.ExpectAsync<MessageReceived>(m => m.Message.Tid == 2);
        var reconnects = (await toB.DumpAsync().WaitAsync(Patience))!.Reconnects;
        for (ulong tid = 3; tid < 100; tid++)
        {
            toB.Send(Ping(tid));
            await b.ExpectAsync<MessageReceived>(m => m.Message.Tid == tid);
        }

        Assert.Equal(reconnects, (await toB.DumpAsync().WaitAsync(Patience))!.Reconnects);
    }

    [Fact]
    public void Nothing_should_stand_before_the_sockets_when_injection_is_not_allowed()
    {
        var messenger = CreateMessenger("osd.1");
        Assert.Null(messenger.Services.Faults);
        Assert.IsNotType<InjectingTransport>(messenger.Services.Transport);
        Assert.Equal(FaultInjection.None, messenger.Injection);
        var error = Assert.Throws<InvalidOperationException>(() => messenger.Inject(FaultInjection.None));
        Assert.Contains("ceph.messenger.injection.allowed is off", error.Message, StringComparison.Ordinal);
        Assert.IsType<InjectingTransport>(CreateMessenger("osd.2", Allowed).Services.Transport);
    }

    [Fact]
    public async Task Injecting_should_be_refused_when_the_messenger_was_shut_down()
    {
        var messenger = CreateMessenger("osd.1", Allowed);
        await messenger.ShutdownAsync().WaitAsync(Patience);
        Assert.Throws<InvalidOperationException>(() => messenger.Inject(FaultInjection.None));
    }

    private static IEnumerable<ulong> Numbers(ulong first, ulong last)
    {
        for (var tid = first; tid <= last; tid++)
            yield return tid;
    }
}
