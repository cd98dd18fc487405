using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

public class PriorityBitmapSpec
{
    [Theory]
    [InlineData(1, 300)]
    [InlineData(2, 65_536)]
    [InlineData(3, 4200)]
    public void Bitmap_should_agree_with_a_sorted_set_when_used_at_random(int seed, int range)
    {
        var random = new Random(seed);
        var bitmap = new PriorityBitmap();
        var set = new SortedSet<int>();
        for (int step = 0; step < 4000; step++)
        {
            int priority = random.Next(range);
            if (random.Next(5) < 3)
            {
                set.Add(priority);
                bitmap.Add(priority);
            }
            else if (set.Count > 0)
            {
                int leaving = set.ElementAt(random.Next(set.Count));
                set.Remove(leaving);
                bitmap.Remove(leaving);
            }

            int from = random.Next(-1, range);
            Assert.Equal(set.Where(p => p > from).DefaultIfEmpty(-1).Min(), bitmap.Above(from));
            Assert.Equal(set.Where(p => p < from).DefaultIfEmpty(-1).Max(), from < 0 ? -1 : bitmap.Below(from));
        }
    }

    [Fact]
    public void Bitmap_should_find_the_ends_of_its_range()
    {
        var bitmap = new PriorityBitmap();
        Assert.Equal(-1, bitmap.Below(PriorityBitmap.Limit));
        Assert.Equal(-1, bitmap.Above(-1));

        bitmap.Add(0);
        bitmap.Add(65_535);

        Assert.Equal(65_535, bitmap.Below(PriorityBitmap.Limit));
        Assert.Equal(0, bitmap.Above(-1));
        Assert.Equal(65_535, bitmap.Above(0));
        Assert.Equal(0, bitmap.Below(65_535));
        Assert.Equal(-1, bitmap.Above(65_535));
        Assert.Equal(-1, bitmap.Below(0));
    }
}
