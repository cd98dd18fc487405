using Akka.Actor;
using Akka.Configuration;

namespace CephActors.Tests.Configuration;

/// <summary>Settings of dispatchers are Akka's to read: a wrong one has to reach who makes a messenger all the same.</summary>
public sealed class DispatcherSettingsSpec
{
    [Theory]
    [InlineData("op-threads", "0")]
    [InlineData("idle-poll", "1s")]
    public async Task Messenger_should_be_refused_when_a_setting_of_its_dispatcher_is_wrong(string key, string value)
    {
        var config = ConfigurationFactory.ParseString($$"""
            akka { loglevel = OFF, stdout-loglevel = OFF }
            ceph.connection-dispatcher.{{key}} = {{value}}
            """);
        using var system = ActorSystem.Create("wrong", config);

        var error = Assert.Throws<CephMessengerConfigurationException>(() => system.CephMessenger());

        Assert.Equal(($"ceph.connection-dispatcher.{key}", value), (error.Key, error.Value));
        await system.Terminate();
    }
}
