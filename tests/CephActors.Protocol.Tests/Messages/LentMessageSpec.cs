using System.Buffers;
using CephActors.Protocol.Tests.Framing;

namespace CephActors.Protocol.Tests.Messages;

/// <summary>A received message and its memory are used again once, when it is done and let go of, and only if it was lent.</summary>
public class LentMessageSpec
{
    private const int Length = 4096;

    private readonly PoolGate _gate = new(1 << 20);

    [Fact]
    public void Message_should_go_back_once_when_it_is_done_and_let_go_of()
    {
        var message = Received();
        message.Lend();
        message.ReleaseDispatch();
        Assert.Equal((0, 0), Kept());
        message.Complete();
        message.Complete();
        CephMessage.FinishAll([message]);
        Assert.Equal((Length, 1), Kept());
    }

    [Fact]
    public void Message_should_not_go_back_as_long_as_the_messenger_refers_to_it()
    {
        var message = Received();
        message.Lend();
        message.Complete();
        message.Complete();
        Assert.Equal((0, 0), Kept());
        message.ReleaseDispatch();
        message.ReleaseDispatch();
        Assert.Equal((Length, 1), Kept());
    }

    [Fact]
    public void Messages_should_go_back_when_many_are_done_together()
    {
        var other = new PoolGate(1 << 20);
        CephMessage[] messages = [Received(), Received(), Received(), Received()];
        messages[2].Gate = other;
        foreach (var i in (int[])[0, 2, 3])
            messages[i].Lend();
        CephMessage.FinishAll(messages);
        Assert.Equal((2 * Length, 2), Kept());
        Assert.Equal((Length, 1), (other.Payloads.KeptBytes, other.Messages.TakeAll()?.FreeCount));
    }

    [Fact]
    public void Message_should_stay_the_owners_when_it_was_not_lent()
    {
        Received().Finish();
        Assert.Equal((0, 0), Kept());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Message_should_stay_when_somebody_keeps_it(bool before)
    {
        var message = Received();
        if (before)
            message.Keep();
        message.Lend();
        message.Keep();
        message.Finish();
        Assert.Equal((0, 0), Kept());
        Assert.Equal(Length, message.Front.Length);
    }

    [Fact]
    public void Message_that_was_made_here_should_stay_its_makers()
    {
        var message = new CephMessage(MessageType.Ping, _gate.Payloads.Rent(Length));
        message.Lend();
        message.Finish();
        Assert.Equal((0, 0), Kept());
    }

    [Fact]
    public void All_blocks_of_long_data_should_go_back()
    {
        var first = new Block(_gate.Payloads.Rent(Length));
        var last = first.Then(_gate.Payloads.Rent(2 * Length));
        var message = new CephMessage(MessageType.Ping, default, default, new ReadOnlySequence<byte>(first, 0, last, 2 * Length)) { Gate = _gate };
        message.Lend();
        message.Finish();
        Assert.Equal((3 * Length, 1), Kept());
    }

    [Fact]
    public void Message_should_go_back_once_when_its_last_words_are_said_at_the_same_time()
    {
        for (var round = 0; round < 500; round++)
        {
            var gate = new PoolGate(1 << 20);
            var message = new CephMessage(MessageType.Ping, gate.Payloads.Rent(Length)) { Gate = gate };
            message.Lend();
            Parallel.Invoke(message.Complete, message.ReleaseDispatch);
            Assert.Equal((Length, 1), (gate.Payloads.KeptBytes, gate.Messages.TakeAll()?.FreeCount));
        }
    }

    private (long Bytes, int Messages) Kept()
    {
        var first = _gate.Messages.TakeAll();
        var kept = first?.FreeCount ?? 0;
        Assert.Equal(kept, Chain(first).Count());
        return (_gate.Payloads.KeptBytes, kept);
    }

    private static IEnumerable<CephMessage> Chain(CephMessage? first)
    {
        for (var message = first; message is not null; message = message.NextFree)
            yield return message;
    }

    private CephMessage Received() => new(MessageType.Ping, _gate.Payloads.Rent(Length)) { Gate = _gate };

    private sealed class Block : ReadOnlySequenceSegment<byte>
    {
        public Block(byte[] memory) => Memory = memory;

        public Block Then(byte[] memory)
        {
            var next = new Block(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
