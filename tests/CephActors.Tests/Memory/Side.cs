using Akka.Actor;
using Akka.Configuration;
using CephActors.Tests.Actors;

namespace CephActors.Tests.Memory;

/// <summary>
/// A messenger over real sockets in an actor system that logs nothing, so that what the heap holds is the messenger's.
/// </summary>
internal sealed class Side : IAsyncDisposable
{
    private Side(ActorSystem system, CephMessenger messenger)
    {
        System = system;
        Messenger = messenger;
    }

    public ActorSystem System { get; }

    public CephMessenger Messenger { get; }

    public static Side Start(string name, string settings)
    {
        var system = ActorSystem.Create(name.Replace(".", "", StringComparison.Ordinal), ConfigurationFactory.ParseString($$"""
            akka { loglevel = OFF, stdout-loglevel = OFF }
            ceph.messenger {
              name = "{{name}}"
              {{settings}}
            }
            """));
        return new Side(system, system.CephMessenger());
    }

    /// <summary>Bytes of live objects. Compacted, or the gaps that large arrays leave would count.</summary>
    public static long Heap()
    {
        for (var pass = 0; pass < 2; pass++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: false);
    }

    /// <summary>Returns when the condition holds.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(3 * MessengerTest.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
            await timer.WaitForNextTickAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Messenger.ShutdownAsync().WaitAsync(MessengerTest.Patience);
        await System.Terminate().WaitAsync(MessengerTest.Patience);
        System.Dispose();
    }
}
