using Akka.Configuration;
using CephActors.Configuration;

namespace CephActors.Tests.Configuration;

public class ReferenceConfigurationSpec
{
    private static readonly string[] Reference = File.ReadAllLines(Path.Combine("hocon", "reference.conf"));

    public static TheoryData<string> Files => [.. Directory.GetFiles("hocon", "*.conf").Select(f => Path.GetFileName(f)!).Order()];

    public static TheoryData<string> Keys =>
        [.. Leaves("ceph.messenger").Concat(Leaves("ceph.mon-client"))];

    [Fact]
    public void Keys_should_all_be_read_when_settings_are()
    {
        var messenger = new SettingsReader(ReferenceConfiguration.Config, "ceph.messenger");
        MessengerSettings.Read(messenger);
        var monClient = new SettingsReader(ReferenceConfiguration.Config, "ceph.mon-client");
        MonClientSettings.Read(monClient);

        Assert.Equal(Leaves("ceph.messenger").Order(), messenger.Known.Select(k => "ceph.messenger." + k).Order());
        Assert.Equal(Leaves("ceph.mon-client").Order(), monClient.Known.Select(k => "ceph.mon-client." + k).Order());
    }

    [Fact]
    public void Sections_should_be_those_that_are_read_when_one_is_added() =>
        Assert.Equal(
            ["connection-dispatcher", "connection-mailbox", "dispatch-mailbox", "messenger", "messengers", "mon-client"],
            ReferenceConfiguration.Config.GetConfig("ceph").AsEnumerable().Select(e => e.Key).Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void File_should_pass_the_settings_when_loaded(string file)
    {
        var config = Hocon.WithDefaults(ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine("hocon", file))));

        Assert.NotNull(MonClientSettings.Read(config));
        Assert.NotNull(MessengerSettings.Read(config, "default"));
        Assert.All(config.GetConfig("ceph.messengers").AsEnumerable(), m => Assert.NotNull(MessengerSettings.Read(config, m.Key)));
    }

    [Fact]
    public void Files_should_be_the_ones_promised_when_listed() =>
        Assert.Equal(
            ["client.conf", "mon.conf", "osd.conf", "reference.conf", "serilog.conf", "test.conf"],
            Directory.GetFiles("hocon", "*.conf").Select(Path.GetFileName).Order());

    [Theory]
    [MemberData(nameof(Keys))]
    public void Comment_should_state_the_range_and_the_origin_when_a_key_has_one(string key)
    {
        var comment = CommentAbove(key);

        Assert.True(comment.Contains("Ceph: ", StringComparison.Ordinal) || comment.Contains("Ours", StringComparison.Ordinal), comment);
        if (key != "ceph.messenger.policies")
            Assert.Contains(WhatItTakes(key), comment, StringComparison.Ordinal);
    }

    [Fact]
    public void Osd_should_have_seven_messengers_when_configured_by_its_file()
    {
        var config = ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine("hocon", "osd.conf")));

        Assert.Equal(7, config.GetConfig("ceph.messengers").AsEnumerable().Count());
    }

    // What the reader itself says when a value cannot be read: the comment must say the same.
    private static string WhatItTakes(string key)
    {
        var config = Hocon.WithDefaults($"{key} {{ not = \"a value\" }}");
        var error = Assert.Throws<CephMessengerConfigurationException>(() =>
            key.StartsWith("ceph.messenger.", StringComparison.Ordinal)
                ? (object)MessengerSettings.Read(config, "default")
                : MonClientSettings.Read(config));
        Assert.Equal(key, error.Key);
        return "Takes " + error.Allowed;
    }

    private static string CommentAbove(string key)
    {
        var path = new Stack<string>();
        var comment = new List<string>();
        foreach (var line in Reference.Select(l => l.Trim()))
        {
            if (line.StartsWith('#'))
            {
                comment.Add(line[1..].Trim());
                continue;
            }

            var name = line.Split(' ', 2)[0];
            if (line.EndsWith('{'))
                path.Push(name);
            else if (line == "}")
                path.Pop();
            else if (line.Length > 0 && string.Join('.', path.Reverse().Append(name)) == key)
                return string.Join(' ', comment);
            comment.Clear();
        }

        throw new InvalidOperationException($"{key} has no line of its own in reference.conf.");
    }

    private static IEnumerable<string> Leaves(string section) =>
        SettingsReader.Leaves(ReferenceConfiguration.Config.GetConfig(section), section + ".");
}
