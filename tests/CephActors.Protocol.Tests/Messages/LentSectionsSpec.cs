using System.Buffers;
using CephActors.Protocol.Tests.Framing;

namespace CephActors.Protocol.Tests.Messages;

/// <summary>Memory of a received message goes back once, when the message is done, and only if it was lent.</summary>
public class LentSectionsSpec
{
    private const int Length = 4096;

    private readonly PoolGate _gate = new(1 << 20);

    [Fact]
    public void Memory_should_go_back_once_when_the_message_is_done()
    {
        var message = Received();
        message.LendSections();
        message.ReleaseDispatch();
        Assert.Equal(0, _gate.Payloads.KeptBytes);
        message.Complete();
        message.Complete();
        CephMessage.CompleteAll([message]);
        Assert.Equal(Length, _gate.Payloads.KeptBytes);
    }

    [Fact]
    public void Memory_should_go_back_when_many_are_done_together()
    {
        CephMessage[] messages = [Received(), Received(), Received()];
        messages[0].LendSections();
        messages[2].LendSections();
        CephMessage.CompleteAll(messages);
        Assert.Equal(2 * Length, _gate.Payloads.KeptBytes);
    }

    [Fact]
    public void Memory_should_stay_the_owners_when_it_was_not_lent()
    {
        Received().Complete();
        Assert.Equal(0, _gate.Payloads.KeptBytes);
    }

    [Fact]
    public void Memory_should_stay_when_the_loan_is_taken_back()
    {
        var message = Received();
        message.LendSections();
        message.KeepSections();
        message.KeepSections();
        message.Complete();
        Assert.Equal(0, _gate.Payloads.KeptBytes);
    }

    [Fact]
    public void Memory_of_a_message_that_was_made_here_should_stay_its_makers()
    {
        var message = new CephMessage(MessageType.Ping, _gate.Payloads.Rent(Length));
        message.LendSections();
        message.Complete();
        Assert.Equal(0, _gate.Payloads.KeptBytes);
    }

    [Fact]
    public void All_blocks_of_long_data_should_go_back()
    {
        var first = new Block(_gate.Payloads.Rent(Length));
        var last = first.Then(_gate.Payloads.Rent(2 * Length));
        var message = new CephMessage(MessageType.Ping, default, default, new ReadOnlySequence<byte>(first, 0, last, 2 * Length)) { Gate = _gate };
        message.LendSections();
        message.Complete();
        Assert.Equal(3 * Length, _gate.Payloads.KeptBytes);
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
