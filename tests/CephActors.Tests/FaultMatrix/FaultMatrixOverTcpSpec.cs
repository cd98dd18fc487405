using Akka.Actor;
using Akka.Configuration;
using CephActors.Tests.Actors;
using CephActors.Transport;

namespace CephActors.Tests.FaultMatrix;

/// <summary>Ceph's failover scenarios between two of our messengers, over sockets of the operating system.</summary>
public class FaultMatrixOverTcpSpec(FaultMatrixOverTcpSpec.World world) : IClassFixture<FaultMatrixOverTcpSpec.World>
{
    public static TheoryData<string, bool> Scenarios => FaultMatrixSpec.Scenarios;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Messenger_should_count_as_Ceph_does_when_sockets_fail_over_TCP(string scenario, bool swapped) =>
        MatrixRun.RunAsync(scenario, swapped, world.System, new SocketTransport());

    /// <summary>Sockets are real, time is not: no handshake times out, and no backoff is over too early, while the machine is busy.</summary>
    public sealed class World : IAsyncLifetime
    {
        internal ActorSystem System { get; } = ActorSystem.Create("fault-matrix-tcp", ConfigurationFactory.ParseString("""
            akka { loglevel = ERROR, log-dead-letters = off }
            akka.scheduler.implementation = "CephActors.TestKit.VirtualScheduler, CephActors.TestKit"
            """));

        public Task InitializeAsync() => Task.CompletedTask;

        public Task DisposeAsync() => System.Terminate().WaitAsync(MessengerTest.Patience);
    }
}
