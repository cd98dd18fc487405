namespace CephActors.Protocol.Tests.Messages;

public class PayloadPoolSpec
{
    private const int MiB = 1 << 20;

    [Fact]
    public void Memory_should_be_new_and_of_the_exact_length_when_nobody_gives_back()
    {
        var pool = new PayloadPool(MiB);
        var first = pool.Rent(5000);
        pool.Return(first);

        Assert.Equal(5000, first.Length);
        Assert.NotSame(first, pool.Rent(5000));
        Assert.Equal(0, pool.KeptBytes);
    }

    [Fact]
    public void Memory_should_fit_with_an_eighth_to_spare_at_most_and_be_used_again_when_somebody_gives_back()
    {
        var pool = Used(2 * MiB);
        for (var length = PayloadPool.Least; length <= MiB + 256; length += 1 + (length / 37))
        {
            var array = pool.Rent(length);
            Assert.InRange(array.Length, length, length + (length / 8));
            pool.Return(array);
            Assert.Equal(array.Length, pool.KeptBytes);
            Assert.Same(array, pool.Rent(length));
            Assert.Equal(0, pool.KeptBytes);
        }
    }

    [Theory]
    [InlineData(1024, 1024)]
    [InlineData(1025, 1152)]
    [InlineData(1152, 1152)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 4608)]
    [InlineData(MiB, MiB)]
    [InlineData(MiB + 1, MiB + (MiB / 8))]
    public void Sizes_should_be_an_eighth_of_their_octave_apart(int asked, int given) => Assert.Equal(given, Used(MiB).Rent(asked).Length);

    [Theory]
    [InlineData(0)]
    [InlineData(PayloadPool.Least - 1)]
    [InlineData(2 * MiB)]
    public void Memory_should_be_exact_and_not_kept_when_it_is_too_short_or_too_long(int length)
    {
        var pool = Used(4 * MiB);
        var array = pool.Rent(length);
        pool.Return(array);

        Assert.Equal((length, 0), (array.Length, pool.KeptBytes));
    }

    [Fact]
    public void Array_that_is_not_of_a_size_of_the_pool_should_not_be_kept()
    {
        var pool = Used(MiB);
        pool.Return(new byte[5000]);
        Assert.Equal(0, pool.KeptBytes);
    }

    [Fact]
    public void Last_array_that_came_back_should_be_the_first_to_go()
    {
        var pool = Used(MiB);
        byte[][] arrays = [pool.Rent(4096), pool.Rent(4096), pool.Rent(4096)];
        foreach (var array in arrays)
            pool.Return(array);

        Assert.Equal(arrays.Reverse(), [pool.Rent(4096), pool.Rent(4096), pool.Rent(4096)]);
    }

    [Fact]
    public void No_more_than_the_capacity_should_be_kept()
    {
        var pool = Used(10_000);
        byte[][] arrays = [pool.Rent(4096), pool.Rent(4096), pool.Rent(4096)];
        foreach (var array in arrays)
            pool.Return(array);
        Assert.Equal(8192, pool.KeptBytes);

        pool.Return(Used(MiB).Rent(16384));
        Assert.Equal(8192, pool.KeptBytes);
    }

    [Fact]
    public void What_is_kept_in_other_sizes_should_go_when_a_new_one_needs_the_room()
    {
        var pool = Used(10_000);
        var first = pool.Rent(4096);
        pool.Return(first);
        pool.Return(pool.Rent(2048));
        var other = pool.Rent(8192);
        pool.Return(other);

        Assert.Equal(8192, pool.KeptBytes);
        Assert.NotSame(first, pool.Rent(4096));
        Assert.Same(other, pool.Rent(8192));
    }

    [Fact]
    public void Nothing_should_be_kept_when_there_is_no_capacity()
    {
        var pool = Used(0);
        var array = pool.Rent(4096);
        pool.Return(array);
        Assert.Equal(0, pool.KeptBytes);
    }

    private static PayloadPool Used(long capacity)
    {
        var pool = new PayloadPool(capacity);
        pool.Use();
        return pool;
    }
}
