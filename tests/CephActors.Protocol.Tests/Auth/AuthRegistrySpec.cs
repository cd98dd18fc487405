using CephActors.Auth;

namespace CephActors.Protocol.Tests.Auth;

/// <summary>Which option counts between whom: the table of Ceph's AuthRegistry.</summary>
public class AuthRegistrySpec
{
    [Theory]
    [InlineData(EntityType.Client, EntityType.Mon, "client", "mon-client")]
    [InlineData(EntityType.Client, EntityType.Mgr, "client", "mon-client")]
    [InlineData(EntityType.Client, EntityType.Osd, "client", "client")]
    [InlineData(EntityType.Mon, EntityType.Mon, "cluster", "mon-cluster")]
    [InlineData(EntityType.Mon, EntityType.Mgr, "cluster", "mon-cluster")]
    [InlineData(EntityType.Mon, EntityType.Osd, "service", "mon-service")]
    [InlineData(EntityType.Mon, EntityType.Client, "service", "mon-service")]
    [InlineData(EntityType.Mgr, EntityType.Client, "service", "mon-service")]
    [InlineData(EntityType.Osd, EntityType.Mon, "cluster", "mon-cluster")]
    [InlineData(EntityType.Osd, EntityType.Mgr, "cluster", "mon-cluster")]
    [InlineData(EntityType.Osd, EntityType.Osd, "cluster", "cluster")]
    [InlineData(EntityType.Mds, EntityType.Osd, "cluster", "cluster")]
    [InlineData(EntityType.Osd, EntityType.Client, "service", "service")]
    public void Terms_should_be_those_of_the_two_kinds(EntityType local, EntityType peer, string methods, string modes)
    {
        // Each list is told apart by its identity.
        Dictionary<string, AuthMethod[]> method = new[] { "client", "cluster", "service" }.ToDictionary(name => name, _ => new[] { AuthMethod.Cephx });
        Dictionary<string, ConnectionMode[]> mode = new[] { "mon-client", "mon-cluster", "mon-service", "client", "cluster", "service" }
            .ToDictionary(name => name, _ => new[] { ConnectionMode.Crc });
        var terms = new AuthRegistry
        {
            Local = local,
            ClusterMethods = method["cluster"],
            ServiceMethods = method["service"],
            ClientMethods = method["client"],
            MonClusterModes = mode["mon-cluster"],
            MonServiceModes = mode["mon-service"],
            MonClientModes = mode["mon-client"],
            ClusterModes = mode["cluster"],
            ServiceModes = mode["service"],
            ClientModes = mode["client"],
        }.TermsWith(peer);
        Assert.Same(method[methods], terms.Methods);
        Assert.Same(mode[modes], terms.Modes);
    }

    [Fact]
    public void Mode_should_be_the_first_of_the_connecting_side_that_is_allowed()
    {
        var both = new AuthTerms([AuthMethod.Cephx], [ConnectionMode.Crc, ConnectionMode.Secure]);
        var secure = new AuthTerms([AuthMethod.Cephx], [ConnectionMode.Secure]);
        Assert.Equal(ConnectionMode.Secure, both.PickMode(AuthMethod.Cephx, [2, 1]));
        Assert.Equal(ConnectionMode.Crc, both.PickMode(AuthMethod.Cephx, [1, 2]));
        Assert.Equal(ConnectionMode.Secure, secure.PickMode(AuthMethod.Cephx, [7, 1, 2]));
        Assert.Equal(ConnectionMode.Unknown, secure.PickMode(AuthMethod.Cephx, [1, 0]));
        Assert.Equal(ConnectionMode.Unknown, both.PickMode(AuthMethod.Cephx, []));
    }

    [Fact]
    public void None_should_go_with_crc_alone()
    {
        var both = new AuthTerms([AuthMethod.None], [ConnectionMode.Secure, ConnectionMode.Crc]);
        Assert.Equal([ConnectionMode.Crc], both.ModesFor(AuthMethod.None));
        Assert.Equal(ConnectionMode.Crc, both.PickMode(AuthMethod.None, [2, 1]));
        Assert.Empty(new AuthTerms([AuthMethod.None], [ConnectionMode.Secure]).ModesFor(AuthMethod.None));
    }
}
