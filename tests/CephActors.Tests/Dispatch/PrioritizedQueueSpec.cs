using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

public class PrioritizedQueueSpec
{
    private const long MaxTokens = 16_777_216;

    [Theory]
    [InlineData(1, 3, 3, 4)]
    [InlineData(2, 40, 5, 4)]
    [InlineData(3, 1000, 2, 3)]
    [InlineData(4, 5, 63, 20)]
    [InlineData(5, 1, 1, 1)]
    [InlineData(6, 200, 30, 300)]
    public void Queue_should_agree_with_the_rules_when_used_at_random(int seed, int classes, int weighted, int strict) =>
        Compare(seed, classes, weighted, strict, new PrioritizedQueue<int>(1000, 10), new NaivePrioritizedQueue<int>(1000, 10));

    [Theory]
    [InlineData(7, 6, 2, 2, 3, 4)]
    [InlineData(8, 40, 5, 4, 16, 10)]
    [InlineData(9, 300, 1, 1, 2, 0)]
    [InlineData(10, 30, 3, 3, 5, 1000)]
    public void Queue_should_agree_with_the_rules_when_many_classes_have_longer_turns(
        int seed, int classes, int weighted, int strict, int items, int few) =>
        Compare(
            seed,
            classes,
            weighted,
            strict,
            new PrioritizedQueue<int>(1000, 10, new ClassTurns(items, few)),
            new NaivePrioritizedQueue<int>(1000, 10, items, few));

    [Fact]
    public void Weighted_priorities_should_share_by_tokens()
    {
        var queue = new PrioritizedQueue<string>(1000, 10);
        for (int i = 1; i <= 4; i++)
            queue.Enqueue(1, 1, 10, $"low{i}");
        for (int i = 1; i <= 6; i++)
            queue.Enqueue(1, 3, 10, $"high{i}");

        // Tokens of (1, 3) after each item, which costs 10 and hands out 3 and 8:
        // high1 without tokens (3, 8), high2 likewise (6, 16), high3 paid (9, 14), high4 paid (12, 12), low1 paid (5, 20),
        // high5 paid (8, 18), high6 paid and priority 3 gone: the whole 11 to priority 1 (19), low2 (20), low3, low4.
        Assert.Equal(
            ["high1", "high2", "high3", "high4", "low1", "high5", "high6", "low2", "low3", "low4"],
            Drain(queue));
    }

    [Fact]
    public void Weighted_priority_should_wait_when_it_has_exactly_the_cost()
    {
        var queue = new PrioritizedQueue<string>(1000, 10);
        queue.Enqueue(1, 1, 12, "low1");
        for (int i = 1; i <= 5; i++)
            queue.Enqueue(1, 3, 12, $"high{i}");

        // Each item hands out 4 and 10: after high3 priority 1 has exactly its 12 tokens, after high4 16.
        Assert.Equal(["high1", "high2", "high3", "high4", "low1", "high5"], Drain(queue));
    }

    [Fact]
    public void Weighted_priority_should_start_without_tokens_when_it_ran_empty()
    {
        var queue = new PrioritizedQueue<string>(1000, 10);
        queue.Enqueue(1, 2, 500, "big");
        queue.Enqueue(1, 1, 10, "low1");
        Assert.Equal(["big", "low1"], Drain(queue));

        // Had priority 1 kept the 501 tokens that "big" left it, "low2" would be first.
        queue.Enqueue(1, 1, 10, "low2");
        queue.Enqueue(1, 2, 10, "high");
        Assert.Equal(["high", "low2"], Drain(queue));
    }

    [Fact]
    public void Cost_should_be_raised_to_the_minimum_and_cut_at_the_maximum()
    {
        var queue = new PrioritizedQueue<string>(100, 10);
        queue.Enqueue(1, 1, 100_000, "low");
        queue.Enqueue(1, 1, 0, "low2");
        for (int i = 1; i <= 25; i++)
            queue.Enqueue(1, 1 + 2, 0, $"high{i}");

        // A cost of 100 can never be less than the 100 tokens that can be saved: "low" comes when nothing else is left.
        List<string> order = Drain(queue);
        Assert.Equal(["low", "low2"], order[^2..]);
    }

    [Fact]
    public void Strict_items_should_come_before_weighted_ones_and_the_highest_first()
    {
        var queue = new PrioritizedQueue<int>(MaxTokens, 65_536);
        queue.Enqueue(1, 63, 10, 63);
        foreach (int priority in new[] { 64, 255, 127, 65_535, 196, 256 })
            queue.EnqueueStrict(1, priority, priority);

        Assert.Equal([65_535, 256, 255, 196, 127, 64, 63], Drain(queue));
    }

    [Fact]
    public void Classes_should_take_turns_when_one_has_much_more()
    {
        var queue = new PrioritizedQueue<string>(MaxTokens, 65_536);
        for (int i = 1; i <= 4; i++)
            queue.EnqueueStrict(9, 127, $"nine{i}");
        queue.EnqueueStrict(2, 127, "two1");
        queue.EnqueueStrict(2, 127, "two2");
        queue.EnqueueStrict(5, 127, "five1");

        // The cursor stands where it was put by the first item; from class 9 it wraps to the lowest id.
        Assert.Equal(["nine1", "two1", "five1", "nine2", "two2", "nine3", "nine4"], Drain(queue));
    }

    [Fact]
    public void RemoveByClass_should_return_the_items_in_order_and_move_the_cursor_on()
    {
        var queue = new PrioritizedQueue<string>(MaxTokens, 65_536);
        queue.Enqueue(1, 5, 0, "weighted");
        queue.EnqueueStrict(1, 64, "first");
        queue.EnqueueStrict(2, 64, "other");
        queue.EnqueueStrict(1, 64, "second");
        queue.EnqueueStrict(1, 200, "urgent");
        queue.EnqueueStrict(3, 64, "third class");
        var removed = new List<string> { "kept" };

        queue.RemoveByClass(1, removed);

        Assert.Equal(["kept", "urgent", "first", "second", "weighted"], removed);
        Assert.Equal(2, queue.Count);
        Assert.Equal(["other", "third class"], Drain(queue));
    }

    [Fact]
    public void Queue_should_be_usable_after_it_held_a_hundred_thousand_items_of_a_thousand_classes()
    {
        var queue = new PrioritizedQueue<int>(MaxTokens, 65_536);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 100_000; i++)
                queue.EnqueueStrict((ulong)(i % 1000), 127, i);
            List<int> order = Drain(queue);
            Assert.Equal(Enumerable.Range(0, 100_000), order);
        }

        Assert.False(queue.TryDequeue(out _));
    }

    private static void Compare(
        int seed, int classes, int weighted, int strict, PrioritizedQueue<int> queue, NaivePrioritizedQueue<int> rules)
    {
        var random = new Random(seed);
        int expectedCount = 0;
        for (int step = 0; step < 6000; step++)
        {
            // Waves: the queue fills for a while, then empties, so that sub-queues come and go.
            bool filling = (step / 500) % 2 == 0;
            var classId = (ulong)random.Next(classes);
            int action = random.Next(100);
            if (action == 0)
            {
                var removed = new List<int>();
                queue.RemoveByClass(classId, removed);
                Assert.Equal(rules.RemoveByClass(classId), removed);
                expectedCount -= removed.Count;
            }
            else if (action < (filling ? 70 : 30))
            {
                Enqueue(queue, rules, random, classId, weighted, strict, step);
                expectedCount++;
            }
            else if (queue.TryDequeue(out int item))
            {
                int expected = rules.Dequeue();
                Assert.True(expected == item, $"seed {seed}, step {step}: expected item {expected}, got {item}");
                expectedCount--;
            }

            Assert.True(expectedCount == queue.Count, $"seed {seed}, step {step}: count");
        }

        while (queue.TryDequeue(out int item))
            Assert.Equal(rules.Dequeue(), item);
        Assert.Equal(0, rules.Count);
    }

    private static void Enqueue(
        PrioritizedQueue<int> queue, NaivePrioritizedQueue<int> rules, Random random, ulong classId, int weighted, int strict, int item)
    {
        if (random.Next(2) == 0)
        {
            int priority = random.Next(weighted);
            int cost = random.Next(4) == 0 ? random.Next(3000) : random.Next(40);
            queue.Enqueue(classId, priority, cost, item);
            rules.Enqueue(classId, priority, cost, item);
        }
        else
        {
            int priority = random.Next(20) == 0 ? random.Next(65_536) : MessagePriority.Low + random.Next(strict);
            queue.EnqueueStrict(classId, priority, item);
            rules.EnqueueStrict(classId, priority, item);
        }
    }

    private static List<T> Drain<T>(PrioritizedQueue<T> queue)
    {
        var items = new List<T>();
        while (queue.TryDequeue(out T? item))
            items.Add(item);
        return items;
    }
}
