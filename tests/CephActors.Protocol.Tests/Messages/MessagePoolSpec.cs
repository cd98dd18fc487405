using CephActors.Protocol.Tests.Framing;

namespace CephActors.Protocol.Tests.Messages;

/// <summary>Messages that wait to be used again: each has one owner, and there are not too many of them.</summary>
public class MessagePoolSpec
{
    private readonly PoolGate _gate = new(1 << 20);

    [Fact]
    public void Pool_should_give_all_it_has_once()
    {
        Return(3);
        Return(1);
        Assert.Equal(4, Take().Distinct().Count());
        Assert.Null(_gate.Messages.TakeAll());
    }

    [Fact]
    public void Pool_should_leave_more_than_it_has_room_for_to_the_collector()
    {
        Return(MessagePool.Capacity - 1);
        Return(2);
        Return(1);
        Return(1);
        Assert.Equal(MessagePool.Capacity, Take().Count);
        Return(MessagePool.Capacity + 1);
        Assert.Null(_gate.Messages.TakeAll());
    }

    [Fact]
    public void Message_that_waits_should_hold_no_memory()
    {
        var message = new CephMessage(MessageType.Ping, new byte[3], new byte[4], new byte[5]) { Gate = _gate };
        message.Lend();
        message.Finish();
        Assert.Equal((0, 0, 0L, 0L), (message.Front.Length, message.Middle.Length, message.Data.Length, message.PayloadLength));
    }

    [Fact]
    public void Word_about_a_message_that_waits_should_say_nothing()
    {
        var message = Lent();
        message.Finish();
        message.Complete();
        message.Finish();
        message.Keep();
        Assert.Same(message, Assert.Single(Take()));
    }

    // One reader makes messages of what comes back, two threads finish them, alone and in runs: a message that two have at once is found marked.
    [Fact]
    public async Task Message_should_never_have_two_owners_when_threads_return_what_another_takes()
    {
        const int Rounds = 20_000;
        var handed = new System.Collections.Concurrent.BlockingCollection<CephMessage[]>(64);
        CephMessage? free = null;
        var reused = 0;
        var finishers = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(Finish, TaskCreationOptions.LongRunning)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var run = new CephMessage[1 + (round % 7)];
            for (var i = 0; i < run.Length; i++)
            {
                free ??= _gate.Messages.TakeAll();
                reused += free is null ? 0 : 1;
                run[i] = CephMessage.Received(ref free, new ReceivedHeader { Tid = (ulong)round, Seq = (ulong)i + 1 }, default, _gate);
                run[i].Lend();
            }

            handed.Add(run);
        }

        handed.CompleteAdding();
        await Task.WhenAll(finishers);
        Assert.InRange(reused, 1, int.MaxValue);

        void Finish()
        {
            foreach (var run in handed.GetConsumingEnumerable())
            {
                for (var i = 0; i < run.Length; i++)
                    Assert.Equal((run[0].Tid, (ulong)i + 1), (run[i].Tid, run[i].Seq));
                if (run.Length == 1)
                    run[0].Finish();
                else
                    CephMessage.FinishAll(run);
            }
        }
    }

    private void Return(int count)
    {
        CephMessage[] messages = [.. Enumerable.Range(0, count).Select(_ => Lent())];
        CephMessage.FinishAll(messages);
    }

    private CephMessage Lent()
    {
        var message = new CephMessage(MessageType.Ping) { Gate = _gate };
        message.Lend();
        return message;
    }

    private List<CephMessage> Take()
    {
        List<CephMessage> taken = [];
        for (var message = _gate.Messages.TakeAll(); message is not null; message = message.NextFree)
            taken.Add(message);
        return taken;
    }
}
