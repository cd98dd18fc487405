using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

public class ReceiveGateSpec
{
    private readonly Throttle _policyMessages = new("policy messages", 2);
    private readonly Throttle _policyBytes = new("policy bytes", 1000);
    private readonly Throttle _dispatchBytes = new("dispatch bytes", 1000);
    private readonly Throttle _dispatchMessages = new("dispatch messages", 4);

    private long[] Taken => [_policyMessages.Current, _policyBytes.Current, _dispatchBytes.Current, _dispatchMessages.Current];

    [Fact]
    public void TryEnter_should_take_from_all_throttles()
    {
        Assert.True(Gate().TryEnter(100));

        Assert.Equal([1, 100, 100, 1], Taken);
    }

    [Fact]
    public void TryEnter_should_take_messages_only_when_the_payload_is_empty()
    {
        _policyBytes.Take(5000);
        _dispatchBytes.Take(5000);

        Assert.True(Gate().TryEnter(0));

        Assert.Equal([1, 5000, 5000, 1], Taken);
    }

    [Fact]
    public void TryEnter_should_pass_when_there_are_no_throttles()
    {
        var gate = new ReceiveGate(null, null, null, null);

        Assert.True(gate.TryEnter(long.MaxValue));
        gate.ReturnDispatch(long.MaxValue);
        gate.ReturnPolicy(long.MaxValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TryEnter_should_take_nothing_when_any_throttle_refuses(int refusing)
    {
        Throttle throttle = At(refusing);
        throttle.Take(throttle.Max);
        long[] before = Taken;

        Assert.False(Gate().TryEnter(100));

        Assert.Equal(before, Taken);
    }

    [Fact]
    public void Reservation_should_go_through_the_throttles_in_order_and_hold_what_it_got()
    {
        for (int step = 0; step < 4; step++)
            At(step).Take(At(step).Max);
        long[] full = [2, 1000, 1000, 4];
        ReceiveGate gate = Gate();
        int woken = 0;
        Assert.False(gate.TryEnter(100));
        gate.OnReady(() => woken++);

        for (int step = 0; step < 4; step++)
        {
            Assert.Equal(0, woken);
            Assert.False(gate.TryEnter(100));
            At(step).Put(At(step).Max);
            full[step] = step is 1 or 2 ? 100 : 1;
            Assert.Equal(full, Taken);
        }

        Assert.Equal(1, woken);
        Assert.True(gate.TryEnter(100));
        Assert.Equal([1, 100, 100, 1], Taken);
        Assert.Equal(1, woken);
    }

    [Fact]
    public void OnReady_should_wake_at_once_when_there_is_room_again()
    {
        ReceiveGate gate = Gate();
        _dispatchBytes.Take(1000);
        Assert.False(gate.TryEnter(100));
        _dispatchBytes.Put(1000);
        int woken = 0;

        gate.OnReady(() => woken++);

        Assert.Equal(1, woken);
        Assert.True(gate.TryEnter(100));
        Assert.Equal([1, 100, 100, 1], Taken);
    }

    [Fact]
    public void OnReady_should_be_refused_when_nothing_was() =>
        Assert.Throws<InvalidOperationException>(() => Gate().OnReady(() => { }));

    [Fact]
    public void Waiting_gates_should_be_served_in_order_when_credits_come_back()
    {
        ReceiveGate[] gates = [Gate(), Gate(), Gate()];
        _dispatchMessages.Take(4);
        var woken = new List<int>();
        _policyMessages.Max = 0;
        for (int i = 0; i < gates.Length; i++)
        {
            int index = i;
            Assert.False(gates[i].TryEnter(10));
            gates[i].OnReady(() => woken.Add(index));
        }

        _dispatchMessages.Put(1);
        Assert.Equal([0], woken);
        Assert.True(gates[0].TryEnter(10));
        gates[0].ReturnDispatch(10);
        Assert.Equal([0, 1], woken);
        _dispatchMessages.Put(1);
        Assert.Equal([0, 1, 2], woken);
    }

    [Fact]
    public void CancelWait_should_give_back_what_was_collected_and_leave_the_line()
    {
        ReceiveGate gate = Gate();
        _dispatchBytes.Take(1000);
        Assert.False(gate.TryEnter(100));
        Action wakeUp = () => Assert.Fail("woken after it was cancelled");
        gate.OnReady(wakeUp);
        Assert.Equal([1, 100, 1000, 0], Taken);

        gate.CancelWait(wakeUp);

        Assert.Equal([0, 0, 1000, 0], Taken);
        _dispatchBytes.Put(1000);
        Assert.Equal([0, 0, 0, 0], Taken);
    }

    [Fact]
    public void CancelWait_should_give_back_everything_when_the_reader_never_came_for_it()
    {
        ReceiveGate gate = Gate();
        _dispatchBytes.Take(1000);
        Assert.False(gate.TryEnter(100));
        Action wakeUp = () => { };
        gate.OnReady(wakeUp);
        _dispatchBytes.Put(1000);
        Assert.Equal([1, 100, 100, 1], Taken);

        gate.CancelWait(wakeUp);
        gate.CancelWait(wakeUp);

        Assert.Equal([0, 0, 0, 0], Taken);
        Assert.True(gate.TryEnter(100));
    }

    [Fact]
    public void CancelWait_should_leave_alone_what_has_entered()
    {
        ReceiveGate gate = Gate();
        _dispatchBytes.Take(1000);
        Assert.False(gate.TryEnter(100));
        Action wakeUp = () => { };
        gate.OnReady(wakeUp);
        _dispatchBytes.Put(1000);
        Assert.True(gate.TryEnter(100));

        gate.CancelWait(wakeUp);

        Assert.Equal([1, 100, 100, 1], Taken);
    }

    [Fact]
    public void CancelWait_should_leave_alone_the_socket_that_waits_now()
    {
        ReceiveGate gate = Gate();
        _dispatchBytes.Take(1000);
        Action old = () => Assert.Fail("woken after it was replaced");
        int woken = 0;
        Assert.False(gate.TryEnter(100));
        gate.OnReady(old);
        Assert.False(gate.TryEnter(200));
        gate.OnReady(() => woken++);

        gate.CancelWait(old);

        Assert.Equal([1, 200, 1000, 0], Taken);
        _dispatchBytes.Put(1000);
        Assert.Equal(1, woken);
        Assert.True(gate.TryEnter(200));
    }

    [Fact]
    public void TryEnter_should_drop_a_reservation_that_was_made_for_another_payload()
    {
        ReceiveGate gate = Gate();
        _dispatchBytes.Take(1000);
        Assert.False(gate.TryEnter(100));
        gate.OnReady(() => { });
        _dispatchBytes.Put(1000);

        Assert.True(gate.TryEnter(30));

        Assert.Equal([1, 30, 30, 1], Taken);
    }

    [Fact]
    public void Message_should_return_each_credit_once_however_often_it_is_completed()
    {
        ReceiveGate gate = Gate();
        Assert.True(gate.TryEnter(100));
        var message = new CephMessage(MessageType.Ping, new byte[100]) { Gate = gate };

        message.ReleaseDispatch();
        message.ReleaseDispatch();
        Assert.Equal([1, 100, 0, 0], Taken);
        message.Complete();
        message.Complete();
        Assert.Equal([0, 0, 0, 0], Taken);
    }

    [Fact]
    public async Task Gates_should_lose_no_wake_up_and_no_credit_when_many_readers_share_throttles()
    {
        const int Readers = 6;
        const int Messages = 1500;
        async Task Read(int seed)
        {
            var random = new Random(seed);
            ReceiveGate gate = Gate();
            for (int i = 0; i < Messages; i++)
            {
                int payload = random.Next(700);
                while (!gate.TryEnter(payload))
                {
                    var woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    Action wakeUp = woken.SetResult;
                    gate.OnReady(wakeUp);
                    if (random.Next(50) == 0)
                    {
                        gate.CancelWait(wakeUp);
                        continue;
                    }

                    await woken.Task;
                }

                gate.ReturnDispatch(payload);
                if (i % 8 == 0)
                    await Task.Yield();
                gate.ReturnPolicy(payload);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Readers).Select(seed => Task.Run(() => Read(seed)))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal([0, 0, 0, 0], Taken);
    }

    private ReceiveGate Gate() => new(_policyMessages, _policyBytes, _dispatchBytes, _dispatchMessages);

    private Throttle At(int step) => step switch
    {
        0 => _policyMessages,
        1 => _policyBytes,
        2 => _dispatchBytes,
        _ => _dispatchMessages,
    };
}
