using Akka.Configuration;
using CephActors.Configuration;

namespace CephActors.Tests.Configuration;

/// <summary>Configurations as a program has them: its own text over the defaults.</summary>
internal static class Hocon
{
    public static Config WithDefaults(string text = "") => WithDefaults(ConfigurationFactory.ParseString(text));

    public static Config WithDefaults(Config config) => config.SafeWithFallback(ReferenceConfiguration.Config);

    public static MessengerSettings Messenger(string text = "", string name = "default") =>
        MessengerSettings.Read(WithDefaults(text), name);

    public static MonClientSettings MonClient(string text = "") => MonClientSettings.Read(WithDefaults(text));
}
