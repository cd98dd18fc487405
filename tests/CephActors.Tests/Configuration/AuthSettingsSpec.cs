namespace CephActors.Tests.Configuration;

public class AuthSettingsSpec
{
    [Fact]
    public void Defaults_should_be_Cephs_when_nothing_is_set()
    {
        var auth = Hocon.Messenger().Auth;

        Assert.Equal([AuthMethod.None], auth.ClusterRequired);
        Assert.Equal([AuthMethod.None], auth.ServiceRequired);
        Assert.Equal([AuthMethod.Cephx, AuthMethod.None], auth.ClientRequired);
        Assert.True(auth.SignMessages);
        Assert.Equal((false, false, false), (auth.RequireSignatures, auth.ClusterRequireSignatures, auth.ServiceRequireSignatures));
        Assert.Equal((1, 1, 1), (auth.RequireVersion, auth.ClusterRequireVersion, auth.ServiceRequireVersion));
        Assert.True(auth.RequireAuthorizer);
        Assert.Null(auth.Key);
        Assert.Null(auth.KeyFile);
        Assert.Null(auth.Keyring);
    }

    [Theory]
    [InlineData("client.-1", "auto", "client.admin")]
    [InlineData("client.4100", "auto", "client.admin")]
    [InlineData("osd.3", "auto", "osd.3")]
    [InlineData("mon.0", "mon.a", "mon.a")]
    public void Entity_should_follow_the_name_when_auto(string name, string entity, string expected) =>
        Assert.Equal(
            AuthEntityName.Parse(expected),
            Hocon.Messenger($"""
                ceph.messenger.name = "{name}"
                ceph.messenger.auth.entity = "{entity}"
                """).Auth.Entity);

    [Theory]
    [InlineData("none")]
    [InlineData("[none]")]
    [InlineData("\"none\"")]
    public void Supported_should_outdo_the_three_lists_when_it_is_not_empty(string written)
    {
        var auth = Hocon.Messenger($"ceph.messenger.auth.supported = {written}").Auth;

        Assert.All([auth.ClusterRequired, auth.ServiceRequired, auth.ClientRequired], m => Assert.Equal([AuthMethod.None], m));
    }

    [Fact]
    public void List_should_be_read_as_in_ceph_conf_when_written_as_text() =>
        Assert.Equal(
            [AuthMethod.Cephx, AuthMethod.None],
            Hocon.Messenger("ceph.messenger.auth.service-required = \"cephx, none\"").Auth.ServiceRequired);

    [Fact]
    public void Key_should_be_kept_as_written_when_given()
    {
        var auth = Hocon.Messenger("""
            ceph.messenger.auth {
              key = "AQAAEF5fAAAAABAAAAECAwQFBgcICQoLDA0ODw=="
              keyring = "/etc/ceph/keyring"
            }
            """).Auth;

        Assert.Equal("AQAAEF5fAAAAABAAAAECAwQFBgcICQoLDA0ODw==", auth.Key);
        Assert.Equal("/etc/ceph/keyring", auth.Keyring);
    }
}
