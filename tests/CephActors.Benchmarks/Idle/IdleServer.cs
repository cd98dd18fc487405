using System.Globalization;
using Akka.Actor;

namespace CephActors.Benchmarks.Idle;

/// <summary>The accepting side, in a process of its own; takes commands from its standard input.</summary>
internal static class IdleServer
{
    public static async Task<int> ServeAsync()
    {
        using var system = IdleSystem.Start("osd.0", "policies { client = \"stateless-server\" }");
        var counter = new IdleSystem.Counter();
        var messenger = system.CephMessenger();
        messenger.AddDispatcherTail(system.ActorOf(Props.Create(() => new IdleSystem.Dispatcher(counter, true))));
        var addresses = await messenger.BindAsync(EntityAddress.Parse("v1:127.0.0.1:0/0"));
        Console.WriteLine(addresses);
        while (await Console.In.ReadLineAsync() is { } expected)
        {
            // Resets arrive for connections that went; a footprint is taken when that has settled.
            var count = int.Parse(expected, CultureInfo.InvariantCulture);
            await IdleSystem.UntilAsync(() => counter.Up == count, $"{count} connections are up");
            Console.WriteLine(Footprint.Take());
        }

        return 0;
    }
}
