namespace CephActors.Tests.Dispatch;

public class ThrottleSpec
{
    [Theory]
    [InlineData(10, 0, 10, true)] // exactly full
    [InlineData(10, 1, 10, false)] // would overshoot
    [InlineData(10, 4, 6, true)]
    [InlineData(10, 4, 7, false)]
    [InlineData(10, 0, 25, true)] // larger than the limit: passes while no more than the limit is taken
    [InlineData(10, 10, 25, true)]
    [InlineData(10, 11, 25, false)]
    [InlineData(10, 11, 0, false)] // overshot: nothing passes, not even nothing
    [InlineData(10, 10, 0, true)]
    [InlineData(0, 1_000_000, 5, true)] // no limit
    public void TryGet_should_follow_the_rule(long max, long taken, long amount, bool granted)
    {
        var throttle = new Throttle("test", max);
        throttle.Take(taken);

        Assert.Equal(granted, throttle.TryGet(amount));
        Assert.Equal(granted ? taken + amount : taken, throttle.Current);
    }

    [Fact]
    public void Waiters_should_be_served_in_order_even_if_a_later_one_would_fit()
    {
        var throttle = new Throttle("test", 10);
        var grants = new List<string>();
        throttle.Take(8);

        throttle.Wait(new RecordingWaiter("big", 9, grants));
        throttle.Wait(new RecordingWaiter("small", 1, grants));
        Assert.Empty(grants);

        throttle.Put(5);
        Assert.Empty(grants);
        throttle.Put(2);
        Assert.Equal(["big"], grants);
        Assert.Equal(10, throttle.Current);
        throttle.Put(1);
        Assert.Equal(["big", "small"], grants);
        Assert.Equal(10, throttle.Current);
    }

    [Fact]
    public void TryGet_should_fail_while_anybody_waits()
    {
        var throttle = new Throttle("test", 10);
        var grants = new List<string>();
        throttle.Take(5);
        throttle.Wait(new RecordingWaiter("big", 8, grants));

        Assert.False(throttle.TryGet(1));
        throttle.Put(5);
        Assert.Equal(["big"], grants);
        Assert.True(throttle.TryGet(1));
    }

    [Fact]
    public void Wait_should_grant_at_once_when_there_is_room()
    {
        var throttle = new Throttle("test", 10);
        var grants = new List<string>();

        throttle.Wait(new RecordingWaiter("a", 10, grants));

        Assert.Equal(["a"], grants);
        Assert.Equal(10, throttle.Current);
    }

    [Fact]
    public void Max_should_wake_waiters_when_it_rises_or_vanishes()
    {
        var throttle = new Throttle("test", 10);
        var grants = new List<string>();
        throttle.Take(10);
        throttle.Wait(new RecordingWaiter("a", 5, grants));
        throttle.Wait(new RecordingWaiter("b", 500, grants));
        throttle.Wait(new RecordingWaiter("c", 5, grants));

        throttle.Max = 12;
        Assert.Empty(grants);
        throttle.Max = 15;
        Assert.Equal(["a", "b"], grants);
        throttle.Max = 0;
        Assert.Equal(["a", "b", "c"], grants);
        Assert.Equal(520, throttle.Current);
    }

    [Fact]
    public void Cancel_should_let_the_next_in_line_pass()
    {
        var throttle = new Throttle("test", 10);
        var grants = new List<string>();
        throttle.Take(5);
        var big = new RecordingWaiter("big", 8, grants);
        throttle.Wait(big);
        throttle.Wait(new RecordingWaiter("small", 5, grants));

        Assert.True(throttle.Cancel(big));

        Assert.Equal(["small"], grants);
        Assert.Equal(10, throttle.Current);
        throttle.Put(10);
        Assert.Equal(0, throttle.Current);
        Assert.True(throttle.TryGet(10));
    }

    [Fact]
    public void Cancel_should_fail_when_the_request_was_granted()
    {
        var throttle = new Throttle("test", 10);
        var waiter = new RecordingWaiter("a", 5, []);
        throttle.Wait(waiter);

        Assert.False(throttle.Cancel(waiter));
        Assert.Equal(5, throttle.Current);
    }

    [Fact]
    public void Wait_should_do_nothing_when_it_was_cancelled_before()
    {
        var throttle = new Throttle("test", 10);
        var grants = new List<string>();
        var waiter = new RecordingWaiter("a", 5, grants);

        Assert.True(throttle.Cancel(waiter));
        throttle.Wait(waiter);

        Assert.Empty(grants);
        Assert.Equal(0, throttle.Current);
        Assert.True(throttle.TryGet(10));
    }

    [Fact]
    public void Put_should_refuse_more_than_was_taken()
    {
        var throttle = new Throttle("osd bytes", 10);
        throttle.Take(3);

        var e = Assert.Throws<InvalidOperationException>(() => throttle.Put(4));

        Assert.Contains("osd bytes", e.Message, StringComparison.Ordinal);
        Assert.Equal(3, throttle.Current);
    }

    [Fact]
    public void Negative_amounts_and_limits_should_be_refused()
    {
        var throttle = new Throttle("test", 10);

        Assert.Throws<ArgumentOutOfRangeException>(() => new Throttle("test", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => throttle.Max = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => throttle.TryGet(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => throttle.Take(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => throttle.Put(-1));
    }

    [Fact]
    public async Task Throttle_should_never_overshoot_and_never_forget_a_waiter_when_many_use_it_at_once()
    {
        const int Tasks = 8;
        const int Rounds = 2000;
        var throttle = new Throttle("test", 20);
        long highest = 0;
        async Task Use(int seed)
        {
            var random = new Random(seed);
            for (int round = 0; round < Rounds; round++)
            {
                int amount = random.Next(1, 15);
                if (!throttle.TryGet(amount))
                {
                    var waiter = new AwaitableWaiter(amount);
                    throttle.Wait(waiter);
                    await waiter.Task;
                }

                InterlockedMax(ref highest, throttle.Current);
                if (round % 16 == 0)
                    await Task.Yield();
                throttle.Put(amount);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(seed => Task.Run(() => Use(seed)))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(0, throttle.Current);
        Assert.InRange(highest, 1, 20);
    }

    private static void InterlockedMax(ref long target, long value)
    {
        long seen = Volatile.Read(ref target);
        while (value > seen && Interlocked.CompareExchange(ref target, value, seen) is var found && found != seen)
            seen = found;
    }

    private sealed class AwaitableWaiter(long amount) : CephActors.Dispatch.ThrottleWaiter(amount)
    {
        private readonly TaskCompletionSource _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => _granted.Task;

        internal override void Granted() => _granted.SetResult();
    }
}
