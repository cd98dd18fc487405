using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

/// <summary>How many messages of a connection are delivered before the next one has its turn.</summary>
public class DispatchTurnsSpec
{
    private const int Each = 40;

    [Theory]
    [InlineData(256, 2, 1)]
    [InlineData(256, 16, 1)]
    [InlineData(256, 17, 32)]
    [InlineData(256, 300, 32)]
    [InlineData(1024, 32, 1)]
    [InlineData(1024, 33, 32)]
    [InlineData(4, 16, 1)]
    [InlineData(4, 17, 4)]
    [InlineData(1, 300, 1)]
    public void Turn_should_be_longer_when_a_window_holds_less_than_one_of_each_connection(int window, int connections, int turn)
    {
        DispatchBacklog backlog = Backlog(window, connections);

        // Where connections run out of messages, few are left.
        for (int round = 0; (round + 1) * turn < Each; round++)
        {
            for (int connection = 1; connection <= connections; connection++)
            {
                for (int i = 1; i <= turn; i++)
                    Assert.Equal((connection, (round * turn) + i), Take(backlog));
            }
        }
    }

    [Fact]
    public void Urgent_message_should_go_first_and_leave_the_turn_as_it_was()
    {
        DispatchBacklog backlog = Backlog(256, 17);
        Assert.Equal((1, 1), Take(backlog));

        Add(backlog, 9, MessagePriority.High, 99);

        Assert.Equal((9, 99), Take(backlog));
        for (int i = 2; i <= 32; i++)
            Assert.Equal((1, i), Take(backlog));
        Assert.Equal((2, 1), Take(backlog));
    }

    [Fact]
    public void Next_connection_should_have_a_whole_turn_when_one_is_discarded_in_its_own()
    {
        DispatchBacklog backlog = Backlog(256, 18);
        for (int i = 1; i <= 10; i++)
            Assert.Equal((1, i), Take(backlog));

        backlog.Discard(1);

        for (int i = 1; i <= 32; i++)
            Assert.Equal((2, i), Take(backlog));
        Assert.Equal((3, 1), Take(backlog));
    }

    [Fact]
    public void Connections_should_take_turns_message_by_message_again_when_few_are_left()
    {
        DispatchBacklog backlog = Backlog(256, 17);
        Assert.Equal((1, 1), Take(backlog));
        Assert.Equal((1, 2), Take(backlog));

        backlog.Discard(17);

        Assert.Equal([(1, 3), (2, 1), (3, 1)], [Take(backlog), Take(backlog), Take(backlog)]);
    }

    private static DispatchBacklog Backlog(int window, int connections)
    {
        var backlog = new DispatchBacklog(new DispatchSettings(16_777_216, 65_536, window), new ManualClock());
        for (int connection = 1; connection <= connections; connection++)
            Add(backlog, connection, MessagePriority.Default, [.. Enumerable.Range(1, Each)]);
        return backlog;
    }

    private static void Add(DispatchBacklog backlog, int connection, int priority, params int[] tids)
    {
        var batch = new DispatchBatch(Connections.New((ulong)connection), 0);
        foreach (int tid in tids)
            batch.Add(new CephMessage(MessageType.Ping) { Tid = (ulong)tid, Priority = (ushort)priority });
        backlog.Add(batch);
    }

    private static (int Connection, int Tid) Take(DispatchBacklog backlog)
    {
        Assert.True(backlog.TryTake(out object? delivery));
        var received = Assert.IsType<MessageReceived>(delivery);
        return ((int)received.Connection.QueueId, (int)received.Message.Tid);
    }
}
