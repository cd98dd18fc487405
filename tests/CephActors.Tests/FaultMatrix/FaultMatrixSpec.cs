using Akka.Actor;
using Akka.Configuration;
using CephActors.TestKit;
using CephActors.Tests.Actors;

namespace CephActors.Tests.FaultMatrix;

/// <summary>Ceph's failover scenarios between two of our messengers, over an in-memory network and in virtual time.</summary>
public class FaultMatrixSpec(FaultMatrixSpec.World world) : IClassFixture<FaultMatrixSpec.World>
{
    /// <summary>Each with Ceph's nonces, under which our address is the lower one, and with these changed for each other.</summary>
    public static TheoryData<string, bool> Scenarios
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var name in MatrixData.RunByV1)
            {
                data.Add(name, false);
                data.Add(name, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Messenger_should_count_as_Ceph_does_when_sockets_fail_in_memory(string scenario, bool swapped) =>
        MatrixRun.RunAsync(scenario, swapped, world.System, new InMemoryTransport());

    public sealed class World : IAsyncLifetime
    {
        internal ActorSystem System { get; } = ActorSystem.Create("fault-matrix", ConfigurationFactory.ParseString("""
            akka { loglevel = ERROR, log-dead-letters = off }
            akka.scheduler.implementation = "CephActors.TestKit.VirtualScheduler, CephActors.TestKit"
            """));

        public Task InitializeAsync() => Task.CompletedTask;

        public Task DisposeAsync() => System.Terminate().WaitAsync(MessengerTest.Patience);
    }
}
