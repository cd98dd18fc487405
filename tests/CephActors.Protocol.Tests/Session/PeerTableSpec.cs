using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Ceph: <c>AsyncMessenger::_lookup_conn</c>, <c>accept_conn</c>, <c>unregister_conn</c>.</summary>
public class PeerTableSpec
{
    private static readonly EntityAddressVector Peer = EntityAddressVector.Parse("v1:10.0.0.1:6800/7");
    private static readonly EntityAddressVector Other = EntityAddressVector.Parse("v1:10.0.0.1:6800/8");

    private readonly PeerTable<string> _table = new();

    [Fact]
    public void Table_should_find_what_was_registered_when_asked_with_an_equal_address()
    {
        Assert.False(_table.TryGet(Peer, out _));
        Assert.True(_table.TryRegister(Peer, "a", out _));

        Assert.True(_table.TryGet(EntityAddressVector.Parse("v1:10.0.0.1:6800/7"), out var found));
        Assert.Equal("a", found);
        Assert.False(_table.TryGet(Other, out _));
        Assert.Equal(1, _table.Count);
    }

    [Theory]
    [InlineData("[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]", "[v1:10.0.0.1:6789/0,v2:10.0.0.1:3300/0]")]
    [InlineData("v1:10.0.0.1:6789/0", "[v1:10.0.0.1:6789/0,v2:10.0.0.1:3300/0]")]
    [InlineData("v1:10.0.0.1:6789/0", "v2:10.0.0.1:6789/0")]
    public void Table_should_tell_peers_apart_when_their_vectors_differ_in_order_length_or_type(string left, string right)
    {
        Assert.True(_table.TryRegister(EntityAddressVector.Parse(left), "a", out _));
        Assert.True(_table.TryRegister(EntityAddressVector.Parse(right), "b", out _));
        Assert.Equal(["a", "b"], _table.Snapshot().Order());
    }

    [Fact]
    public void Register_should_name_the_holder_when_the_address_is_taken()
    {
        _table.TryRegister(Peer, "a", out _);

        Assert.False(_table.TryRegister(Peer, "b", out var existing));
        Assert.Equal("a", existing);
    }

    [Fact]
    public void Register_should_succeed_when_the_connection_is_registered_already()
    {
        _table.TryRegister(Peer, "a", out _);

        Assert.True(_table.TryRegister(Peer, "a", out _));
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void GetOrAdd_should_create_only_when_nobody_is_registered()
    {
        Assert.Equal("a", _table.GetOrAdd(Peer, () => "a", out var added));
        Assert.True(added);
        Assert.Equal("a", _table.GetOrAdd(Peer, () => throw new InvalidOperationException("not needed"), out added));
        Assert.False(added);
    }

    [Fact]
    public void Remove_should_leave_another_connection_when_it_holds_the_address()
    {
        _table.TryRegister(Peer, "a", out _);

        Assert.False(_table.Remove(Peer, "b"));
        Assert.False(_table.Remove(Other, "a"));
        Assert.True(_table.Remove(Peer, "a"));
        Assert.False(_table.Remove(Peer, "a"));
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Table_should_keep_one_connection_per_peer_when_many_threads_register()
    {
        var table = new PeerTable<object>();
        var winners = new object[8];
        var registered = 0;

        Parallel.For(0, winners.Length, i =>
        {
            for (var round = 0; round < 500; round++)
            {
                var mine = new object();
                if (table.TryRegister(Peer, mine, out var existing))
                {
                    Interlocked.Increment(ref registered);
                    Assert.True(table.TryGet(Peer, out var found));
                    Assert.Same(mine, found);
                    Assert.True(table.Remove(Peer, mine));
                }
                else
                {
                    Assert.NotSame(mine, existing);
                    Assert.False(table.Remove(Peer, mine));
                }

                winners[i] = table.GetOrAdd(Other, () => new object(), out _);
            }
        });

        Assert.True(registered > 0);
        Assert.All(winners, winner => Assert.Same(winners[0], winner));
        Assert.Equal(1, table.Count);
    }
}
