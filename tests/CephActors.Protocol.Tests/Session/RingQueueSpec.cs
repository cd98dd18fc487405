using CephActors.Session;
using FsCheck.Xunit;

namespace CephActors.Protocol.Tests.Session;

public class RingQueueSpec
{
    [Fact]
    public void Ring_should_hand_out_in_order_when_filled_at_the_back()
    {
        var ring = new RingQueue<int>();
        for (var i = 0; i < 100; i++)
            ring.PushBack(i);

        Assert.Equal(100, ring.Count);
        Assert.Equal(Enumerable.Range(0, 100), Enumerable.Range(0, 100).Select(i => ring[i]));
        Assert.Equal(Enumerable.Range(0, 100), DrainFront(ring));
        Assert.False(ring.TryPopFront(out _));
        Assert.False(ring.TryPopBack(out _));
    }

    [Fact]
    public void Ring_should_hand_out_in_reverse_when_filled_at_the_front()
    {
        var ring = new RingQueue<int>();
        for (var i = 0; i < 40; i++)
            ring.PushFront(i);

        Assert.Equal(Enumerable.Range(0, 40).Reverse(), DrainFront(ring));
    }

    [Fact]
    public void Ring_should_be_usable_again_when_cleared()
    {
        var ring = new RingQueue<string>();
        ring.PushBack("a");
        ring.PushFront("b");
        ring.Clear();
        Assert.Equal(0, ring.Count);

        ring.PushFront("c");
        Assert.Equal(["c"], DrainFront(ring));
    }

    [Fact]
    public void Ring_should_not_hold_on_to_elements_when_they_were_taken()
    {
        var ring = new RingQueue<object>();
        var (front, back) = PushAndPop(ring);

        GC.Collect();

        Assert.False(front.IsAlive);
        Assert.False(back.IsAlive);
        Assert.Equal(1, ring.Count);
    }

    [Property]
    public void Ring_should_do_as_a_list_does_when_worked_at_random(byte[] operations)
    {
        var ring = new RingQueue<int>();
        var model = new LinkedList<int>();
        for (var i = 0; i < operations.Length; i++)
        {
            switch (operations[i] % 4)
            {
                case 0: ring.PushBack(i); model.AddLast(i); break;
                case 1: ring.PushFront(i); model.AddFirst(i); break;
                case 2:
                    Assert.Equal(model.Count > 0, ring.TryPopFront(out var front));
                    if (model.First is { } first)
                    {
                        Assert.Equal(first.Value, front);
                        model.RemoveFirst();
                    }

                    break;
                default:
                    Assert.Equal(model.Count > 0, ring.TryPopBack(out var back));
                    if (model.Last is { } last)
                    {
                        Assert.Equal(last.Value, back);
                        model.RemoveLast();
                    }

                    break;
            }

            Assert.Equal(model.Count, ring.Count);
        }

        Assert.Equal(model, DrainFront(ring));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static (WeakReference Front, WeakReference Back) PushAndPop(RingQueue<object> ring)
    {
        for (var i = 0; i < 3; i++)
            ring.PushBack(new object());
        ring.TryPopFront(out var front);
        ring.TryPopBack(out var back);
        return (new WeakReference(front), new WeakReference(back));
    }

    private static List<T> DrainFront<T>(RingQueue<T> ring)
    {
        var taken = new List<T>();
        while (ring.TryPopFront(out var item))
            taken.Add(item);
        return taken;
    }
}
