using Akka.Actor;
using Akka.Configuration;
using CephActors.Tests.Actors;

namespace CephActors.Tests.FaultMatrix;

/// <summary>
/// The actor system of the scenarios of one class. Time is not real, also where sockets are: no handshake times out, and no backoff
/// is over too early, while the machine is busy.
/// </summary>
public sealed class MatrixWorld : IAsyncLifetime
{
    internal ActorSystem System { get; } = ActorSystem.Create("fault-matrix", ConfigurationFactory.ParseString("""
        akka { loglevel = ERROR, log-dead-letters = off }
        akka.scheduler.implementation = "CephActors.TestKit.VirtualScheduler, CephActors.TestKit"
        """));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => System.Terminate().WaitAsync(MessengerTest.Patience);
}
