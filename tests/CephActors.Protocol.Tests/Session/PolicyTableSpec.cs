using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Ceph: <c>Messenger::set_policy</c>, <c>set_default_policy</c>, <c>get_policy</c>.</summary>
public class PolicyTableSpec
{
    [Fact]
    public void Table_should_answer_with_the_default_when_a_type_has_no_policy()
    {
        var table = new PolicyTable(Policy.StatelessServer);
        table.Set(EntityType.Osd, Policy.LosslessPeer);

        Assert.Same(Policy.LosslessPeer, table.For(EntityType.Osd));
        Assert.Same(Policy.StatelessServer, table.For(EntityType.Client));
        Assert.True(table.Has(EntityType.Osd));
        Assert.False(table.Has(EntityType.Client));
    }

    [Fact]
    public void Table_should_answer_with_the_last_policy_when_it_is_set_again()
    {
        var table = new PolicyTable(Policy.StatelessServer);
        table.Set(EntityType.Osd, Policy.LosslessPeer);
        table.Set(EntityType.Osd, Policy.LossyClient);
        table.Default = Policy.StatefulServer;

        Assert.Same(Policy.LossyClient, table.For(EntityType.Osd));
        Assert.Same(Policy.StatefulServer, table.For(EntityType.Mds));
        Assert.Same(Policy.StatefulServer, table.Default);
    }

    [Fact]
    public void Table_should_lose_no_change_when_set_from_many_threads()
    {
        var table = new PolicyTable(Policy.StatelessServer);
        var types = Enum.GetValues<EntityType>();

        Parallel.ForEach(types, type => table.Set(type, Policy.LosslessPeer with { FeaturesRequired = (ulong)type }));

        Assert.All(types, type => Assert.Equal((ulong)type, table.For(type).FeaturesRequired));
    }
}
