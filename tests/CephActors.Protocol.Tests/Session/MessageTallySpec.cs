using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

public class MessageTallySpec
{
    private readonly MessageTally _tally = new();

    [Fact]
    public void Tally_should_count_messages_and_payload_by_type()
    {
        _tally.Add(Message(MessageType.Ping, 10));
        _tally.Add(Message(MessageType.OsdPing, 1));
        _tally.Add(Message(MessageType.Ping, 5));

        Assert.Equal(
            [new TallyOfType(MessageType.Ping, 2, 15), new TallyOfType(MessageType.OsdPing, 1, 1)],
            _tally.Read().OrderBy(t => t.Type));
    }

    [Fact]
    public void Tally_should_hold_no_more_than_a_few_types_when_a_peer_sends_all_there_are()
    {
        for (var type = 1; type < 65_536; type++)
            _tally.Add(Message((MessageType)type, 1));
        _tally.Add(Message((MessageType)65_535, 1));

        Assert.Equal(33, _tally.Read().Count());
        Assert.Equal(65_536, _tally.Read().Sum(t => t.Messages));
        Assert.Equal(65_536 - 32, _tally.Read().Single(t => t.Type == MessageTally.Others).Messages);
    }

    private static CephMessage Message(MessageType type, int size) => new(type, new byte[size]);
}
