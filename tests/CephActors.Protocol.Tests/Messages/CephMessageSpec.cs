using System.Buffers;

namespace CephActors.Protocol.Tests.Messages;

public class CephMessageSpec
{
    [Fact]
    public void Payload_should_count_all_sections_when_asked()
    {
        var message = new CephMessage(MessageType.OsdOp, new byte[3], new byte[4], new byte[5]);
        Assert.Equal(12, message.PayloadLength);
        Assert.Equal(5, message.Data.Length);
        Assert.Equal(0, new CephMessage(MessageType.Ping).PayloadLength);
    }

    [Fact]
    public void Header_fields_should_have_their_defaults_when_nothing_is_said()
    {
        var message = new CephMessage(MessageType.Ping);
        Assert.Equal((0ul, 0, 1, 0, 0), (message.Tid, message.Priority, message.Version, message.CompatVersion, message.DataOffset));
        Assert.Equal((0ul, default(EntityName)), (message.Seq, message.Source));
    }

    [Fact]
    public void Text_should_name_type_and_sizes_when_printed()
    {
        Assert.Equal(
            "MOSDOp(v8, tid 3, 1+0+2 bytes)",
            new CephMessage(MessageType.OsdOp, new byte[1], default, new byte[2]) { Version = 8, Tid = 3 }.ToString());
        Assert.Equal("type 1234(v1, tid 0, 0+0+0 bytes)", new CephMessage((MessageType)1234).ToString());
    }

    [Fact]
    public void Completion_should_return_both_credits_once_when_called_again()
    {
        var gate = new CountingGate();
        var message = Received(gate);
        message.ReleaseDispatch();
        Assert.Equal((1, 0), (gate.Dispatch, gate.Policy));
        message.ReleaseDispatch();
        message.Complete();
        message.Complete();
        Assert.Equal((1, 1), (gate.Dispatch, gate.Policy));
        Assert.Equal(7 + 7, gate.Bytes);
    }

    [Fact]
    public void Completion_should_return_the_dispatch_credit_too_when_nobody_did_before()
    {
        var gate = new CountingGate();
        Received(gate).Complete();
        Assert.Equal((1, 1), (gate.Dispatch, gate.Policy));
    }

    [Fact]
    public void Completion_should_return_each_credit_once_when_many_threads_call_it()
    {
        for (int round = 0; round < 200; round++)
        {
            var gate = new CountingGate();
            var message = Received(gate);
            Parallel.For(0, 8, _ => message.Complete());
            Assert.Equal((1, 1), (gate.Dispatch, gate.Policy));
        }
    }

    [Fact]
    public void Completion_should_do_nothing_when_the_message_was_made_here()
    {
        var message = new CephMessage(MessageType.Ping);
        message.ReleaseDispatch();
        message.Complete();
    }

    [Fact]
    public void Every_type_should_have_a_name_when_it_is_in_the_table()
    {
        foreach (var type in Enum.GetValues<MessageType>())
            Assert.Equal(type != MessageType.None, MessageTypes.NameOf(type)[0] == 'M');
        Assert.Equal("type 0", MessageTypes.NameOf(MessageType.None));
        Assert.Equal("MMgrMap", MessageTypes.NameOf((MessageType)1796));
    }

    private static CephMessage Received(IReceiveGate gate) =>
        new(MessageType.Ping, new byte[3], default, new ReadOnlySequence<byte>(new byte[4])) { Gate = gate, Seq = 1 };

    private sealed class CountingGate : IReceiveGate
    {
        private int _dispatch;
        private int _policy;
        private long _bytes;

        public int Dispatch => _dispatch;

        public int Policy => _policy;

        public long Bytes => _bytes;

        public bool TryEnter(long payloadBytes) => true;

        public void ReturnDispatch(long payloadBytes)
        {
            Interlocked.Increment(ref _dispatch);
            Interlocked.Add(ref _bytes, payloadBytes);
        }

        public void ReturnPolicy(long payloadBytes)
        {
            Interlocked.Increment(ref _policy);
            Interlocked.Add(ref _bytes, payloadBytes);
        }
    }
}
