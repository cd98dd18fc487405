using CephActors.Tool.Demo;

namespace CephActors.Tests.Tool.Demo;

public class DeliveryLedgerSpec
{
    private const int Messages = 200;

    private readonly DeliveryLedger _ledger = new(new TrafficPlan(seed: 9), direction: 0, Messages);
    private readonly CephMessage[] _sent;

    public DeliveryLedgerSpec() => _sent = [.. Enumerable.Range(0, Messages).Select(index => _ledger.Prepare(index))];

    [Fact]
    public void Ledger_should_be_complete_when_everything_arrives_in_order()
    {
        Deliver(_sent);

        Assert.True(_ledger.IsComplete);
        Assert.Equal((Messages, Messages, 0), (_ledger.Sent, _ledger.Delivered, _ledger.Lost));
        Assert.Equal((0, 0, 0), (_ledger.Duplicated, _ledger.OutOfOrder, _ledger.Corrupt));
        Assert.Equal(_sent.Sum(m => m.PayloadLength), _ledger.Bytes);
        Assert.Equal(Messages, _ledger.Latencies.Count);
    }

    [Fact]
    public void Ledger_should_accept_that_priorities_overtake_each_other()
    {
        Deliver(_sent.OrderByDescending(m => m.Priority));

        Assert.True(_ledger.IsComplete);
        Assert.Equal(0, _ledger.OutOfOrder);
    }

    [Fact]
    public void Loss_should_be_noticed()
    {
        Deliver(_sent.Where(m => m.Tid != 17));

        Assert.False(_ledger.IsComplete);
        Assert.Equal(1, _ledger.Lost);
        Assert.Equal((0, 0, 0), (_ledger.Duplicated, _ledger.OutOfOrder, _ledger.Corrupt));
        Assert.Equal(Messages - 1, _ledger.Latencies.Count);
    }

    [Fact]
    public void Duplicate_should_be_noticed()
    {
        Deliver(_sent.Append(_sent[17]));

        Assert.Equal(1, _ledger.Duplicated);
        Assert.Equal((Messages, 0), (_ledger.Delivered, _ledger.OutOfOrder));
    }

    [Fact]
    public void Wrong_order_should_be_noticed_when_two_of_a_priority_change_places()
    {
        var pair = _sent.Where(m => m.Priority == MessagePriority.Default).Take(2).ToArray();
        var (first, second) = (Array.IndexOf(_sent, pair[0]), Array.IndexOf(_sent, pair[1]));
        (_sent[first], _sent[second]) = (_sent[second], _sent[first]);

        Deliver(_sent);

        Assert.Equal(1, _ledger.OutOfOrder);
        Assert.True(_ledger.IsComplete);
    }

    [Fact]
    public void Other_content_should_count_as_a_loss()
    {
        var original = _sent[1];
        var payload = System.Buffers.BuffersExtensions.ToArray(original.Data);
        payload[^1] ^= 1;
        _sent[1] = Copy(original, original.Tid, original.Priority, payload);

        Deliver(_sent);

        Assert.Equal((1, 1), (_ledger.Corrupt, _ledger.Lost));
        Assert.False(_ledger.IsComplete);
    }

    [Fact]
    public void Other_priority_should_count_as_a_loss()
    {
        var original = _sent[0];
        _sent[0] = Copy(original, original.Tid, (ushort)(original.Priority + 1), []);

        Deliver(_sent);

        Assert.Equal((1, 1), (_ledger.Corrupt, _ledger.Lost));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(Messages + 1UL)]
    [InlineData(ulong.MaxValue)]
    public void Message_nobody_sent_should_be_noticed(ulong tid)
    {
        Deliver(_sent.Append(Copy(_sent[0], tid, _sent[0].Priority, [])));

        Assert.Equal((1, 0), (_ledger.Corrupt, _ledger.Lost));
    }

    private void Deliver(IEnumerable<CephMessage> messages)
    {
        foreach (var message in messages)
            _ledger.Record(message);
    }

    private static CephMessage Copy(CephMessage original, ulong tid, ushort priority, byte[] payload) =>
        new(original.Type, default, default, payload.AsMemory()) { Tid = tid, Priority = priority };
}
