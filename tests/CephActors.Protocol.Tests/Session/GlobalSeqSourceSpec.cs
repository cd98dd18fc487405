using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Ceph: <c>AsyncMessenger::get_global_seq</c>.</summary>
public class GlobalSeqSourceSpec
{
    [Fact]
    public void Source_should_count_from_one_when_new()
    {
        var source = new GlobalSeqSource();

        Assert.Equal([1u, 2u, 3u], [source.Next(), source.Next(), source.Next()]);
    }

    [Theory]
    [InlineData(0, 6)]
    [InlineData(4, 6)]
    [InlineData(5, 6)]
    [InlineData(6, 7)]
    [InlineData(424, 425)]
    public void Source_should_exceed_the_old_value_when_told_one(uint old, uint next)
    {
        var source = new GlobalSeqSource();
        for (var i = 0; i < 5; i++)
            source.Next();

        Assert.Equal(next, source.Next(old));
        Assert.Equal(next + 1, source.Next());
    }

    [Fact]
    public void Source_should_give_each_value_once_when_used_from_many_threads()
    {
        var source = new GlobalSeqSource();
        var values = new ulong[4][];

        Parallel.For(0, values.Length, i => values[i] = [.. Enumerable.Range(0, 5000).Select(_ => source.Next())]);

        Assert.Equal(Enumerable.Range(1, 20000).Select(i => (ulong)i), values.SelectMany(v => v).Order());
        Assert.All(values, v => Assert.Equal(v.Order(), v));
    }
}
