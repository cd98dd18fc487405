namespace CephActors.Tests;

public class HandoverQueueSpec
{
    private readonly HandoverQueue<int> _queue = new();

    [Fact]
    public void Items_should_come_in_the_order_in_which_they_were_added()
    {
        for (var i = 0; i < 3; i++)
            _queue.Enqueue(i);
        Assert.True(_queue.TryDequeue(out var first));
        _queue.Enqueue(3);

        Assert.Equal((0, 3, false), (first, _queue.Count, _queue.IsEmpty));
        Assert.Equal([1, 2, 3], TakeAll());
        Assert.Equal((0, true), (_queue.Count, _queue.IsEmpty));
    }

    [Fact]
    public void Drain_should_leave_what_the_consumer_has_begun_with()
    {
        for (var i = 0; i < 3; i++)
            _queue.Enqueue(i);
        Assert.True(_queue.TryDequeue(out _));
        _queue.Enqueue(3);
        _queue.Enqueue(4);

        Assert.Equal([3, 4], _queue.Drain());
        Assert.Equal([1, 2], TakeAll());
        Assert.Empty(_queue.Drain());
    }

    [Fact]
    public async Task Items_of_each_thread_should_keep_their_order_when_many_add_at_once()
    {
        const int PerThread = 20_000;
        const int Threads = 4;
        var adding = Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < PerThread; i++)
                _queue.Enqueue((thread * PerThread) + i);
        })).ToArray();

        var taken = new List<int>();
        while (!adding.All(t => t.IsCompleted) || !_queue.IsEmpty)
            taken.AddRange(TakeAll());
        await Task.WhenAll(adding);

        Assert.Equal(Threads * PerThread, taken.Count);
        Assert.All(
            taken.GroupBy(item => item / PerThread),
            items => Assert.Equal(Enumerable.Range(items.Key * PerThread, PerThread), items));
    }

    private List<int> TakeAll()
    {
        var items = new List<int>();
        while (_queue.TryDequeue(out var item))
            items.Add(item);
        return items;
    }
}
