using Akka.Actor;
using Akka.Configuration;

namespace CephActors.Benchmarks.Peers;

/// <summary>Actor systems of peers: as Akka comes, and silent.</summary>
internal static class AkkaSystem
{
    public static ActorSystem Start(string hocon = "") => ActorSystem.Create("peer", ConfigurationFactory.ParseString(hocon).WithFallback(
        """
        akka {
          loglevel = ERROR
          stdout-loglevel = OFF
          log-dead-letters = off
        }
        """));
}
