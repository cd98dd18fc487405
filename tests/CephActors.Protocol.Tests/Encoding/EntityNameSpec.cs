using CephActors.Encoding;

namespace CephActors.Protocol.Tests.Encoding;

public class EntityNameSpec
{
    [Theory]
    [InlineData("osd.0", EntityType.Osd, 0L)]
    [InlineData("mon.2", EntityType.Mon, 2L)]
    [InlineData("mds.1", EntityType.Mds, 1L)]
    [InlineData("mgr.4100", EntityType.Mgr, 4100L)]
    [InlineData("client.-1", EntityType.Client, -1L)]
    [InlineData("auth.9223372036854775807", EntityType.Auth, long.MaxValue)]
    public void Text_should_round_trip_when_it_names_a_known_type(string text, EntityType type, long num)
    {
        Assert.Equal(new EntityName(type, num), EntityName.Parse(text));
        Assert.Equal(text, new EntityName(type, num).ToString());
    }

    [Fact]
    public void Question_mark_should_mean_unassigned_when_parsed()
    {
        Assert.Equal(EntityName.Client(EntityName.Unassigned), EntityName.Parse("client.?"));
        Assert.False(EntityName.Parse("client.?").IsAssigned);
        Assert.True(EntityName.Osd(0).IsAssigned);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("osd")]
    [InlineData("osd.")]
    [InlineData(".0")]
    [InlineData("osd.x")]
    [InlineData("osd.0.1")]
    [InlineData("osd. 1")]
    [InlineData("OSD.1")]
    [InlineData("any.1")]
    [InlineData("client.admin")]
    [InlineData("osd.9223372036854775808")]
    public void Text_should_be_refused_when_it_is_no_name(string? text)
    {
        Assert.False(EntityName.TryParse(text, out var name));
        Assert.Equal(default, name);
        if (text is not null)
            Assert.Throws<FormatException>(() => EntityName.Parse(text));
    }

    [Fact]
    public void Name_should_take_nine_bytes_when_encoded()
    {
        var writer = new WireWriter();
        writer.WriteEntityName(EntityName.Client(4100));
        writer.WriteEntityName(EntityName.Osd(-1));
        Assert.Equal("080410000000000000" + "04ffffffffffffffff", Convert.ToHexStringLower(writer.Written));
        Assert.Equal(2 * EntityName.WireSize, writer.Length);

        var reader = new WireReader(writer.Written);
        Assert.Equal(EntityName.Client(4100), reader.ReadEntityName("name"));
        Assert.Equal(EntityName.Osd(-1), reader.ReadEntityName("name"));
        Assert.False(reader.Failed);
    }

    [Fact]
    public void Unknown_type_should_survive_when_decoded_and_encoded()
    {
        var reader = new WireReader(Convert.FromHexString("070100000000000000"));
        var name = reader.ReadEntityName("name");
        Assert.Equal("type7.1", name.ToString());
        var writer = new WireWriter();
        writer.WriteEntityName(name);
        Assert.Equal("070100000000000000", Convert.ToHexStringLower(writer.Written));
    }

    [Theory]
    [InlineData("client.admin", EntityType.Client, "admin")]
    [InlineData("osd.12", EntityType.Osd, "12")]
    [InlineData("client.a.b", EntityType.Client, "a.b")]
    [InlineData("mon.", EntityType.Mon, "")]
    public void Auth_name_should_round_trip_when_it_has_a_known_type(string text, EntityType type, string id)
    {
        var name = AuthEntityName.Parse(text);
        Assert.Equal(new AuthEntityName(type, id), name);
        Assert.Equal(id, name.Id);
        Assert.Equal(text, name.ToString());

        var writer = new WireWriter();
        writer.WriteAuthEntityName(name);
        var reader = new WireReader(writer.Written);
        Assert.Equal(name, reader.ReadAuthEntityName("name"));
        Assert.Equal(0, reader.Remaining);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("admin")]
    [InlineData(".admin")]
    [InlineData("user.admin")]
    public void Auth_name_should_be_refused_when_it_has_no_known_type(string? text)
    {
        Assert.False(AuthEntityName.TryParse(text, out _));
        if (text is not null)
            Assert.Throws<FormatException>(() => AuthEntityName.Parse(text));
    }

    [Fact]
    public void Auth_name_should_be_empty_when_it_is_the_default_value()
    {
        Assert.Equal("", default(AuthEntityName).Id);
        Assert.Equal(default, new AuthEntityName(EntityType.None, ""));
    }

    [Fact]
    public void Auth_name_should_be_refused_when_its_type_exceeds_a_byte()
    {
        var reader = new WireReader(Convert.FromHexString("0801000000000000"));
        reader.ReadAuthEntityName("name");
        Assert.Equal("name at offset 0: entity type 264 does not exist", reader.Error.ToString());
    }
}
