using CephActors.Session;

namespace CephActors.Protocol.Tests.Session;

/// <summary>Ceph: <c>Messenger::get_proto_version</c>; the numbers for mon, OSD and cluster were seen on the wire of Ceph 16.</summary>
public class ProtocolVersionsSpec
{
    [Theory]
    [InlineData(EntityType.Mon, EntityType.Mon, 13, 13)]
    [InlineData(EntityType.Osd, EntityType.Osd, 10, 10)]
    [InlineData(EntityType.Mds, EntityType.Mds, 35, 35)]
    [InlineData(EntityType.Mgr, EntityType.Mgr, 0, 0)]
    [InlineData(EntityType.Client, EntityType.Client, 0, 0)]
    [InlineData(EntityType.Client, EntityType.Osd, 24, 0)]
    [InlineData(EntityType.Client, EntityType.Mds, 32, 0)]
    [InlineData(EntityType.Client, EntityType.Mon, 15, 0)]
    [InlineData(EntityType.Client, EntityType.Mgr, 0, 0)]
    [InlineData(EntityType.Osd, EntityType.Mon, 15, 24)]
    [InlineData(EntityType.Osd, EntityType.Client, 0, 24)]
    [InlineData(EntityType.Mds, EntityType.Osd, 24, 32)]
    [InlineData(EntityType.Mon, EntityType.Client, 0, 15)]
    public void Version_should_be_that_of_the_serving_type_when_connecting_or_accepting(
        EntityType own, EntityType peer, uint asConnector, uint asAcceptor)
    {
        Assert.Equal(asConnector, ProtocolVersions.For(own, peer, connector: true));
        Assert.Equal(asAcceptor, ProtocolVersions.For(own, peer, connector: false));
    }

    [Fact]
    public void Version_should_be_the_same_on_both_sides_when_any_two_types_meet()
    {
        foreach (var connector in Enum.GetValues<EntityType>())
            foreach (var acceptor in Enum.GetValues<EntityType>())
            {
                Assert.Equal(
                    ProtocolVersions.For(connector, acceptor, connector: true),
                    ProtocolVersions.For(acceptor, connector, connector: false));
            }
    }
}
