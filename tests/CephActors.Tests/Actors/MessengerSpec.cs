using Akka.Configuration;

namespace CephActors.Tests.Actors;

/// <summary>Whole messengers over loopback TCP.</summary>
public sealed class MessengerSpec : Akka.TestKit.Xunit2.TestKit
{
    public MessengerSpec(Xunit.Abstractions.ITestOutputHelper output)
        : base(ConfigurationFactory.ParseString("""
            akka.test { single-expect-default = 20s, filter-leeway = 20s }
            akka.loglevel = WARNING
            ceph.messenger { initial-backoff = 10ms, max-backoff = 100ms, bind = ["v1:127.0.0.1:0"] }
            ceph.messengers {
              osd-0 { name = "osd.0", nonce = 1, default-policy = lossless-peer }
              osd-1 { name = "osd.1", nonce = 2, default-policy = lossless-peer }
            }
            """), output: output)
    {
    }

    [Fact]
    public async Task Messengers_should_exchange_messages_both_ways_when_connected()
    {
        var a = Sys.CephMessenger("osd-0");
        var b = Sys.CephMessenger("osd-1");
        var atA = CreateTestProbe();
        var atB = CreateTestProbe();
        a.AddDispatcherTail(atA);
        b.AddDispatcherTail(atB);
        await a.BindAsync();
        var addresses = await b.BindAsync();

        var toB = a.ConnectTo(addresses, EntityType.Osd);
        for (ulong i = 1; i <= 1000; i++)
            Assert.Equal(SendResult.Accepted, toB.Send(new CephMessage(MessageType.Ping, new byte[] { 1, 2, 3 }) { Tid = i }));

        await atA.FishForMessageAsync(m => m is ConnectionEstablished e && ReferenceEquals(e.Connection, toB));
        MessageReceived received = null!;
        for (ulong i = 1; i <= 1000; i++)
        {
            received = (MessageReceived)await atB.FishForMessageAsync(m => m is MessageReceived);
            Assert.Equal(i, received.Message.Tid);
            Assert.Equal(EntityName.Osd(0), received.Message.Source);
        }

        received.Connection.Send(new CephMessage(MessageType.Ping) { Tid = 7 });
        var answer = (MessageReceived)await atA.FishForMessageAsync(m => m is MessageReceived);
        Assert.Same(toB, answer.Connection);
        Assert.True(toB.IsConnected);

        await a.ShutdownAsync();
        await b.ShutdownAsync();
    }
}
