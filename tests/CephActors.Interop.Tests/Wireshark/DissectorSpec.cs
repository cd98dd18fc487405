using System.Buffers;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using CephActors.Configuration;
using CephActors.Messages;

namespace CephActors.Interop.Tests.Wireshark;

/// <summary>
/// Wireshark's dissector reads what is sent here wherever it reads what real Ceph sends. It knows the messages of about
/// Ceph 10 and calls some newer ones malformed, those of real Ceph too.
/// </summary>
public sealed class DissectorSpec : TestKit
{
    private readonly RecordingTransport _transport = new();

    public DissectorSpec(Xunit.Abstractions.ITestOutputHelper output)
        : base(ConfigurationFactory.ParseString("""
            akka.test { single-expect-default = 20s, filter-leeway = 20s }
            akka.loglevel = WARNING
            ceph.messenger { initial-backoff = 10ms, max-backoff = 100ms, default-policy = lossless-peer }
            ceph.messengers {
              osd-0.name = "osd.0"
              osd-1.name = "osd.1"
            }
            """), output: output)
    {
    }

    [SkippableFact]
    public async Task Dissector_should_see_the_messages_of_real_Ceph_when_reading_a_recording()
    {
        Skip.If(Dissection.Missing is not null, Dissection.Missing);
        Tape[] tapes = [.. RealTraffic.Tapes("v1-none-status")];
        (await Dissection.OfAsync(tapes)).AssertHasMessagesOf(tapes);
    }

    [SkippableFact]
    public async Task Dissector_should_find_nothing_malformed_when_two_messengers_exchange_every_kind_of_message()
    {
        Skip.If(Dissection.Missing is not null, Dissection.Missing);
        var (near, atNear) = Messenger("osd-0");
        var (far, atFar) = Messenger("osd-1");
        var address = await far.BindAsync(EntityAddress.Parse("v1:127.0.0.1:0"));
        await near.BindAsync(EntityAddress.Parse("v1:127.0.0.1:0"));
        var connection = near.ConnectTo(address, EntityType.Osd);
        connection.SendKeepalive();

        CephMessage[] messages = [.. EveryKind(), .. EverySize()];
        foreach (var message in messages)
            Assert.Equal(SendResult.Accepted, connection.Send(message));
        Connection back = null!;
        foreach (var message in messages)
            back = (await atFar.FishForMessageAsync<MessageReceived>(_ => true)).Connection;
        foreach (var message in messages)
            Assert.Equal(SendResult.Accepted, back.Send(message));
        foreach (var message in messages)
            await atNear.FishForMessageAsync<MessageReceived>(_ => true);
        await near.ShutdownAsync();
        await far.ShutdownAsync();

        var dissection = await Dissection.OfAsync(_transport.Tapes);
        dissection.AssertHasMessagesOf(_transport.Tapes);
        await dissection.AssertIsReadLikeRealTrafficAsync();
    }

    private static IEnumerable<CephMessage> EveryKind()
    {
        var fsid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        var now = new UTime(1_600_000_000, 5);
        var command = new[] { """{"prefix":"mon dump"}""" };
        var output = new ReadOnlySequence<byte>(new byte[100]);
        yield return new MPing().ToMessage();
        yield return new MAuth(0, new byte[30]).ToMessage();
        yield return new MAuthReply(1, 0, 4101).ToMessage();
        yield return new MMonGetMap().ToMessage();
        yield return new MMonMap(new MonMap { Fsid = fsid, Epoch = 1, Created = now, LastChanged = now }).ToMessage();
        yield return new MMonSubscribe(new Dictionary<string, MonSubscription> { ["monmap"] = MonSubscription.From(0) }, "host").ToMessage();
        yield return new MMonSubscribeAck(300, fsid).ToMessage();
        yield return new MMonCommand(fsid, command) { Data = output }.ToMessage(1);
        yield return new MMonCommandAck(0, "fine", command) { Data = output }.ToMessage(1);
        yield return new MMonGetVersion(7, "osdmap").ToMessage();
        yield return new MMonGetVersionReply(7, 12, 1).ToMessage();
        yield return new MConfig(new Dictionary<string, string> { ["log_max_recent"] = "100" }).ToMessage();
        var author = EntityAddressVector.Parse("v1:127.0.0.1:0/4660");
        yield return new MLog(fsid, [new LogEntry(AuthEntityName.Parse("client.admin"), EntityName.Client(-1), author, now, 3, LogPriority.Info, "hello")]).ToMessage();
        yield return new MLogAck(fsid, 3).ToMessage();
        yield return new MCommand(fsid, command) { Data = output }.ToMessage(2);
        yield return new MCommandReply(0, "fine") { Data = output }.ToMessage(2);
        yield return new MOSDPing(fsid, 7, OsdPingOperation.Ping, now) { MinSize = 2000 }.ToMessage();
    }

    /// <summary>Every priority class, and sizes around those where something changes: buffers, segments, blocks.</summary>
    private static IEnumerable<CephMessage> EverySize()
    {
        ushort[] priorities = [MessagePriority.Low, 63, MessagePriority.Default, MessagePriority.High];
        foreach (var (index, size) in new[] { 0, 1, 4095, 16 * 1024, (16 * 1024) + 1, 64 * 1024, 1024 * 1024, (1024 * 1024) + 1 }.Index())
        {
            var bytes = new byte[size];
            new Random(size).NextBytes(bytes);
            yield return new CephMessage(MessageType.Ping, bytes, bytes, new ReadOnlySequence<byte>(bytes)) { Priority = priorities[index % priorities.Length], Tid = (ulong)index };
        }
    }

    private (CephMessenger Messenger, Akka.TestKit.TestProbe Dispatcher) Messenger(string name)
    {
        var messenger = CephMessengers.For(Sys).Create(name, MessengerSettings.Read(Sys.Settings.Config, name), _transport);
        var dispatcher = CreateTestProbe();
        messenger.AddDispatcherTail(dispatcher);
        return (messenger, dispatcher);
    }
}
