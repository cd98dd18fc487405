using CephActors.Messages;

namespace CephActors.Protocol.Tests.Messages;

public class MessageVectorSpec
{
    private const string Json = "{\"prefix\":\"mon stat\"}";

    private static readonly Guid Fsid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    [Fact]
    public void Subscribe_should_have_the_bytes_of_the_vector_when_encoded()
    {
        var what = new Dictionary<string, MonSubscription> { ["monmap"] = MonSubscription.From(0), ["config"] = MonSubscription.From(0) };
        var message = new MMonSubscribe(what, "h").ToMessage();
        AssertFront("0200000006000000636f6e666967000000000000000000060000006d6f6e6d61700000000000000000000100000068", message);
        Assert.Equal((3, 1), (message.Version, message.CompatVersion));
    }

    [Fact]
    public void Command_should_have_the_bytes_of_the_vector_when_encoded()
    {
        var message = new MMonCommand(Fsid, [Json]).ToMessage(5);
        AssertFront(
            "0000000000000000ffff000000000000000000112233445566778899aabbccddeeff01000000150000007b22707265666978223a226d6f6e2073746174227d",
            message);
        Assert.Equal(5ul, message.Tid);
    }

    [Fact]
    public void Command_ack_should_have_the_bytes_of_the_vector_when_encoded() => AssertFront(
        "0000000000000000ffff0000000000000000000000000000000001000000150000007b22707265666978223a226d6f6e2073746174227d",
        new MMonCommandAck(0, "", [Json]).ToMessage());

    [Fact]
    public void Auth_should_have_the_bytes_of_the_vector_when_encoded()
    {
        byte[] payload = Convert.FromHexString("01" + "020000000100000002000000" + "08000000" + "0500000061646d696e" + "0000000000000000");
        AssertFront(
            "0000000000000000ffff0000000000000000000000002200000001020000000100000002000000080000000500000061646d696e000000000000000000000000",
            new MAuth(0, payload).ToMessage());
    }

    [Fact]
    public void Get_version_should_have_the_bytes_of_the_vector_when_encoded() =>
        AssertFront("0100000000000000060000006f73646d6170", new MMonGetVersion(1, "osdmap").ToMessage());

    [Fact]
    public void Osd_ping_should_have_the_bytes_of_the_vector_when_encoded()
    {
        var message = new MOSDPing(Fsid, 7, OsdPingOperation.Ping, new UTime(0x5f5e1000, 500))
        {
            UpFrom = 3,
            MonoPingStamp = new SignedSpan(10, 1),
            MonoSendStamp = new SignedSpan(10, 1),
            MinSize = 64,
        }.ToMessage();
        AssertFront(
            "00112233445566778899aabbccddeeff070000000400105e5ff401000023000000030000000a000000010000000a00000001000000"
            + new string('0', 72),
            message);
        Assert.Equal((5, 4), (message.Version, message.CompatVersion));
    }

    [Fact]
    public void Get_version_reply_should_say_that_it_is_version_two_when_encoded()
    {
        var message = new MMonGetVersionReply(1, 2, 3).ToMessage();
        Assert.Equal((2, 2), (message.Version, message.CompatVersion));
    }

    [Fact]
    public void Empty_configuration_should_be_four_zero_bytes_when_encoded() =>
        AssertFront("00000000", new MConfig(new Dictionary<string, string>()).ToMessage());

    [Fact]
    public void Empty_messages_should_have_an_empty_front_when_encoded()
    {
        AssertFront("", new MPing().ToMessage());
        AssertFront("", new MMonGetMap().ToMessage());
    }

    private static void AssertFront(string hex, CephMessage message) => Assert.Equal(hex, Convert.ToHexStringLower(message.Front.Span));
}
