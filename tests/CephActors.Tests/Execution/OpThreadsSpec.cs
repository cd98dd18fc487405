using System.Collections.Concurrent;
using Akka.Configuration;
using CephActors.Execution;

namespace CephActors.Tests.Execution;

public sealed class OpThreadsSpec
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Runs_told_by_a_run_should_follow_it_on_its_thread()
    {
        var threads = new OpThreads("test", 4);
        var where = new ConcurrentQueue<int>();
        var done = new TaskCompletionSource();

        threads.Execute(new Run(() =>
        {
            where.Enqueue(Environment.CurrentManagedThreadId);
            threads.Execute(new Run(() => where.Enqueue(Environment.CurrentManagedThreadId)));
            threads.Execute(new Run(() => done.SetResult()));
            where.Enqueue(Environment.CurrentManagedThreadId);
        }));
        await done.Task.WaitAsync(Timeout);

        Assert.Equal(3, where.Count);
        Assert.Single(where.Distinct());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Turns_should_not_be_more_than_allowed_and_leave_nothing_undone(int limit)
    {
        const int Roots = 200;
        const int Children = 20;
        var threads = new OpThreads("test", limit);
        var (running, most, ran) = (0, 0, 0);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        Parallel.For(0, Roots, _ => threads.Execute(new Run(() =>
        {
            Count();
            for (var i = 0; i < Children; i++)
                threads.Execute(new Run(Count));
        })));
        await done.Task.WaitAsync(Timeout);

        Assert.InRange(most, 1, limit);

        void Count()
        {
            var now = Interlocked.Increment(ref running);
            lock (done)
                most = Math.Max(most, now);
            Thread.SpinWait(100);
            Interlocked.Decrement(ref running);
            if (Interlocked.Increment(ref ran) == Roots * (1 + Children))
                done.SetResult();
        }
    }

    [Fact]
    public async Task What_is_told_on_a_free_thread_should_run_there()
    {
        var threads = new OpThreads("test", 1);
        var ran = 0;

        await Task.Run(() =>
        {
            var here = Environment.CurrentManagedThreadId;
            OpTurn.Tell(what => threads.Execute(new Run(() => ran = Environment.CurrentManagedThreadId == here ? (int)what : -1)), 7);
        }).WaitAsync(Timeout);

        Assert.Equal(7, ran);
    }

    [Fact]
    public async Task What_is_told_should_wait_for_a_turn_when_there_are_as_many_as_may_be()
    {
        var threads = new OpThreads("test", 1);
        var (started, release, done) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        threads.Execute(new Run(() =>
        {
            started.SetResult();
            release.Task.Wait(Timeout);
        }));
        await started.Task.WaitAsync(Timeout);

        OpTurn.Tell(_ => threads.Execute(new Run(done.SetResult)), new object());

        Assert.False(done.Task.IsCompleted);
        release.SetResult();
        await done.Task.WaitAsync(Timeout);
    }

    [Fact]
    public async Task What_is_deferred_should_come_behind_everything_that_runs_tell_each_other()
    {
        var threads = new OpThreads("test", 1);
        var order = new ConcurrentQueue<string>();
        var done = new TaskCompletionSource();
        threads.Execute(new Run(() =>
        {
            Assert.True(OpTurn.Current!.TryDefer(new Item(() =>
            {
                order.Enqueue("deferred");
                threads.Execute(new Run(done.SetResult));
            })));
            threads.Execute(new Run(() =>
            {
                order.Enqueue("second");
                threads.Execute(new Run(() => order.Enqueue("third")));
            }));
            order.Enqueue("first");
        }));
        await done.Task.WaitAsync(Timeout);
        Assert.Equal(["first", "second", "third", "deferred"], order);
    }

    [Fact]
    public async Task What_is_deferred_should_be_done_also_in_a_turn_that_never_runs_out_of_work()
    {
        var threads = new OpThreads("test", 1);
        var done = new TaskCompletionSource();
        threads.Execute(new Run(() =>
        {
            Assert.True(OpTurn.Current!.TryDefer(new Item(done.SetResult)));
            Work();
        }));
        await done.Task.WaitAsync(Timeout);

        void Work()
        {
            if (!done.Task.IsCompleted)
                threads.Execute(new Run(Work));
        }
    }

    [Fact]
    public void Nothing_should_be_deferred_where_nothing_runs()
    {
        var taken = true;
        OpTurn.Tell(_ => taken = OpTurn.Current!.TryDefer(new Item(() => { })), new object());
        Assert.False(taken);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1025")]
    [InlineData("many")]
    public void Number_should_be_refused_when_it_is_out_of_range(string number)
    {
        var config = ConfigurationFactory.ParseString($"op-threads = {number}");

        var refused = Assert.Throws<CephMessengerConfigurationException>(() => new OpThreadsConfigurator(config, null!));

        Assert.Equal("ceph.connection-dispatcher.op-threads", refused.Key);
        Assert.Equal(number, refused.Value);
    }

    private sealed class Item(Action action) : IThreadPoolWorkItem
    {
        public void Execute() => action();
    }
}
