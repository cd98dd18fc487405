using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using CephActors;

namespace ClusterGateway;

/// <summary>A node: a member of the cluster, some of the accounts, and a messenger that lets clients reach all of them.</summary>
internal static class Node
{
    private const string Settings = """
        akka {
          loglevel = WARNING
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          cluster {
            sharding { state-store-mode = ddata, remember-entities = off }
            downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            split-brain-resolver { active-strategy = keep-oldest, keep-oldest.down-if-alone = off, stable-after = 3s }
          }
        }
        ceph.messenger {
          bind = "v1:127.0.0.1:0"
          default-policy = "stateless-server"
        }
        """;

    /// <summary>Starts a node of an existing cluster, or, without a seed, of a new one; the task ends when it is up and lets clients in.</summary>
    public static async Task<(ActorSystem System, Address Cluster, EntityAddressVector Clients)> StartAsync(long number, string? seed)
    {
        var system = ActorSystem.Create("gateway", ConfigurationFactory.ParseString($"ceph.messenger.name = osd.{number}\n{Settings}"));

        // Made before the node joins: from then on messages of other nodes can be read here.
        var messenger = system.CephMessenger();
        var cluster = Cluster.Get(system);
        await cluster.JoinAsync(seed is null ? cluster.SelfAddress : Address.Parse(seed));
        var accounts = await ClusterSharding.Get(system).StartAsync(
            "accounts", _ => Props.Create<Account>(), ClusterShardingSettings.Create(system), new Account.Extractor());

        messenger.AddDispatcherTail(accounts, new DispatcherOptions { Types = [Deposit.Type], Events = false });
        return (system, cluster.SelfAddress, await messenger.BindAsync());
    }
}
