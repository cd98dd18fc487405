using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

public class AgeIndexSpec
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Index_should_know_the_oldest_when_batches_come_and_go_at_random(int seed)
    {
        var random = new Random(seed);
        var connection = Connections.New(1);
        var index = new AgeIndex();
        var waiting = new List<DispatchBatch>();
        for (int step = 0; step < 5000; step++)
        {
            if (waiting.Count == 0 || random.Next(100) < ((step / 800) % 2 == 0 ? 60 : 35))
            {
                // Stamps mostly rise, but a batch may come late.
                var batch = new DispatchBatch(connection, step - (random.Next(10) == 0 ? random.Next(500) : 0));
                int messages = random.Next(1, 4);
                batch.Waiting = messages;
                index.Add(batch);
                waiting.AddRange(Enumerable.Repeat(batch, messages));
            }
            else
            {
                // The oldest often stays: nothing may depend on it leaving.
                int position = random.Next(4) == 0 ? 0 : random.Next(waiting.Count);
                index.Remove(waiting[position]);
                waiting.RemoveAt(position);
            }

            Assert.Equal(waiting.Count > 0, index.TryGetOldest(out long oldest));
            if (waiting.Count > 0)
                Assert.Equal(waiting.Min(batch => batch.ReceivedAt), oldest);
        }
    }
}
