using Akka.Configuration;
using CephActors.Execution;

namespace CephActors.Tests.Execution;

/// <summary>What a turn asks while it has nothing to run.</summary>
public sealed class IdlePollSpec
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_has_something_should_be_told_and_not_be_waited_for()
    {
        var polled = new Polled { HasSomething = true };
        Turn(TimeSpan.Zero, polled);
        await polled.Told.Task.WaitAsync(Timeout);
        Assert.False(polled.Awaited.Task.IsCompleted);
    }

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(5, true, true)]
    [InlineData(5, false, false)]
    public async Task What_has_nothing_should_be_waited_for_in_the_end(int milliseconds, bool lively, bool inVain)
    {
        var polled = new Polled { IsLively = lively };
        Turn(TimeSpan.FromMilliseconds(milliseconds), polled);
        Assert.Equal(inVain, await polled.Awaited.Task.WaitAsync(Timeout));
        if (!inVain)
            Assert.Equal(1, polled.Polls);
    }

    [Fact]
    public async Task What_comes_while_it_is_asked_for_should_be_told_by_the_thread_that_asks()
    {
        var polled = new Polled { IsLively = true };
        Turn(Timeout, polled);
        await polled.FirstPoll.Task.WaitAsync(Timeout);
        polled.HasSomething = true;
        await polled.Told.Task.WaitAsync(Timeout);
        Assert.False(polled.Awaited.Task.IsCompleted);
    }

    [Fact]
    public async Task Work_that_comes_while_something_is_asked_for_should_be_done_by_the_thread_that_asks()
    {
        var polled = new Polled { IsLively = true };
        var threads = Turn(Timeout, polled);
        await polled.FirstPoll.Task.WaitAsync(Timeout);
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Execute(new Run(() => done.SetResult(Environment.CurrentManagedThreadId)));
        Assert.Equal(polled.Thread, await done.Task.WaitAsync(Timeout));
        polled.HasSomething = true;
        await polled.Told.Task.WaitAsync(Timeout);
    }

    [Fact]
    public async Task What_comes_should_be_told_also_in_a_turn_that_never_runs_out_of_work()
    {
        var polled = new Polled();
        var threads = new OpThreads("test", 1);
        threads.Execute(new Run(() =>
        {
            Assert.True(OpTurn.Current!.TryPoll(polled));
            Work();
        }));
        await polled.FirstPoll.Task.WaitAsync(Timeout);
        polled.HasSomething = true;
        await Task.WhenAny(polled.Told.Task, polled.Awaited.Task).WaitAsync(Timeout);

        void Work()
        {
            if (!polled.Told.Task.IsCompleted && !polled.Awaited.Task.IsCompleted)
                threads.Execute(new Run(Work));
        }
    }

    [Fact]
    public async Task What_is_asked_should_be_waited_for_when_others_wait_for_their_turn()
    {
        var polled = new Polled();
        var threads = new OpThreads("test", 1);
        var refused = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Execute(new Run(() =>
        {
            Assert.True(OpTurn.Current!.TryPoll(polled));
            KeepSomebodyWaiting();
        }));

        Assert.False(await polled.Awaited.Task.WaitAsync(Timeout));
        Assert.Equal(0, polled.Polls);
        Assert.True(await refused.Task.WaitAsync(Timeout));

        // Five of a turn's own and one more, each of whom comes again as long as needed.
        void KeepSomebodyWaiting()
        {
            for (var i = 0; i < 6; i++)
                threads.Execute(new Run(Work));
        }

        void Work()
        {
            if (!polled.Awaited.Task.IsCompleted)
                threads.Execute(new Run(Work));
            else if (threads.HasWaiting)
                refused.TrySetResult(!OpTurn.Current!.TryPoll(polled));
        }
    }

    [Fact]
    public async Task Turn_should_ask_only_a_few()
    {
        var threads = new OpThreads("test", 1);
        var taken = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Polled[] polled = [.. Enumerable.Range(0, 10).Select(_ => new Polled())];
        threads.Execute(new Run(() => taken.SetResult(polled.Count(p => OpTurn.Current!.TryPoll(p)))));
        Assert.Equal(4, await taken.Task.WaitAsync(Timeout));
        await Task.WhenAll(polled.Take(4).Select(p => p.Awaited.Task)).WaitAsync(Timeout);
    }

    [Theory]
    [InlineData("11ms")]
    [InlineData("-1us")]
    [InlineData("long")]
    public void Time_should_be_refused_when_it_is_out_of_range(string time)
    {
        var config = ConfigurationFactory.ParseString($"idle-poll = {time}");
        var refused = Assert.Throws<CephMessengerConfigurationException>(() => new OpThreadsConfigurator(config, null!));
        Assert.Equal(("ceph.connection-dispatcher.idle-poll", time), (refused.Key, refused.Value));
    }

    private static OpThreads Turn(TimeSpan idlePoll, Polled polled)
    {
        var threads = new OpThreads("test", 1, idlePoll);
        threads.Execute(new Run(() => Assert.True(OpTurn.Current!.TryPoll(polled))));
        return threads;
    }

    private sealed class Polled : IPolled
    {
        private volatile bool _hasSomething;

        public bool HasSomething
        {
            set => _hasSomething = value;
        }

        public bool IsLively { get; init; }

        public int Polls { get; private set; }

        public int Thread { get; private set; }

        public TaskCompletionSource FirstPoll { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<bool> Awaited { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Poll()
        {
            Polls++;
            Thread = Environment.CurrentManagedThreadId;
            FirstPoll.TrySetResult();
            if (!_hasSomething)
                return false;
            Told.SetResult();
            return true;
        }

        public void Await(bool inVain) => Awaited.SetResult(inVain);
    }
}
