using CephActors.Tool.Clusters;

namespace CephActors.Tests.Tool.Clusters;

public class CephConfSpec
{
    private static readonly AuthEntityName Admin = AuthEntityName.Parse("client.admin");

    [Fact]
    public void Value_should_be_that_of_the_most_special_section()
    {
        var conf = CephConf.Parse("""
            [global]
            one = global
            two = global
            three = global
            [client]
            two = client
            three = client
            [client.admin]
            three = admin
            [osd]
            three = osd
            """);

        Assert.Equal(("global", "client", "admin", null), (conf.Get(Admin, "one"), conf.Get(Admin, "two"), conf.Get(Admin, "three"), conf.Get(Admin, "four")));
    }

    [Theory]
    [InlineData("mon host = a")]
    [InlineData("mon_host=a")]
    [InlineData("mon-host   =   a   ")]
    [InlineData("mon  host = b\nmon_host = a")]
    [InlineData("mon host = \"a\"")]
    [InlineData("mon host = a # comment")]
    [InlineData("mon host = a ; comment")]
    [InlineData("# first\n\n ; second\nmon host = a")]
    [InlineData("mon host \\\n = a")]
    [InlineData("mon host = a\r")]
    public void Key_should_be_found_however_it_is_written(string text) =>
        Assert.Equal("a", CephConf.Parse($"[global]\n{text}").Get(Admin, "mon_host"));

    [Theory]
    [InlineData("key = a\\#b", "a#b")]
    [InlineData("key = \"a # b\"", "a # b")]
    [InlineData("key = a = b", "a = b")]
    [InlineData("key =", "")]
    public void Value_should_keep_what_is_no_comment(string text, string value) =>
        Assert.Equal(value, CephConf.Parse($"[global]\n{text}").Get(Admin, "key"));

    [Theory]
    [InlineData("[global", "line 1")]
    [InlineData("[]", "line 1")]
    [InlineData("\nkey = 1", "line 2: a value before")]
    [InlineData("[global]\nnothing", "line 2: neither")]
    [InlineData("[global]\n= 1", "line 2: neither")]
    public void File_should_be_refused_with_its_line_when_it_is_damaged(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => CephConf.Parse(text)).Message, StringComparison.Ordinal);
}
