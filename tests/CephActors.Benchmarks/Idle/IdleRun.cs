using System.Diagnostics;
using System.Globalization;
using Akka.Actor;

namespace CephActors.Benchmarks.Idle;

/// <summary>
/// <c>idle [N]</c>: opens N connections from this process to another, keeps them alive, sends one message each way, closes
/// them, and says what one costs each side, when open, when used and when gone: above what the processes had before. Each
/// side needs a file descriptor for each connection (<c>ulimit -n</c>).
/// </summary>
internal static class IdleRun
{
    public const int UsualCount = 10_000;

    public static async Task<int> MeasureAsync(int count)
    {
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            // Started through "dotnet", the path is that of dotnet.
            ArgumentList = { typeof(IdleRun).Assembly.Location, "idle", "server" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }.AsDotnet())!;
        try
        {
            await MeasureAsync(count, server);
            return 0;
        }
        finally
        {
            server.Kill();
        }
    }

    private static async Task MeasureAsync(int count, Process server)
    {
        using var system = IdleSystem.Start("client.1", "policies { osd = \"lossy-client\" }");
        var counter = new IdleSystem.Counter();
        var messenger = system.CephMessenger();
        messenger.AddDispatcherTail(system.ActorOf(Props.Create(() => new IdleSystem.Dispatcher(counter, false))));
        var peer = EntityAddressVector.Parse((await server.StandardOutput.ReadLineAsync())!);

        // What the first connection brings with it is not the price of a connection.
        var first = messenger.ConnectTo(peer, EntityType.Osd, anonymous: true);
        await IdleSystem.UntilAsync(() => counter.Up == 1, "the first connection is open");
        var (before, serverBefore) = await TakeAsync(server, 1);

        var watch = Stopwatch.StartNew();
        var connections = new Connection[count];
        for (var i = 0; i < count; i++)
            connections[i] = messenger.ConnectTo(peer, EntityType.Osd, anonymous: true);
        await IdleSystem.UntilAsync(() => counter.Up == count + 1, "all connections are open");
        Say(string.Create(CultureInfo.InvariantCulture, $"open: {count} connections in {watch.Elapsed.TotalSeconds:0.0} s"));
        var (open, serverOpen) = await TakeAsync(server, count + 1);

        watch.Restart();
        foreach (var connection in connections)
            connection.SendKeepalive();
        await IdleSystem.UntilAsync(() => connections.All(c => c.LastKeepaliveAck is not null), "all keepalives are answered");
        Say(string.Create(CultureInfo.InvariantCulture, $"keep alive: all answered in {watch.Elapsed.TotalSeconds:0.0} s"));
        foreach (var connection in connections)
            connection.Send(IdleSystem.NewMessage());
        await IdleSystem.UntilAsync(() => counter.Messages == count, "all messages are answered");
        var (used, serverUsed) = await TakeAsync(server, count + 1);

        watch.Restart();
        foreach (var connection in connections)
            connection.MarkDown();
        connections = [];
        await TakeAsync(server, 1);
        Say(string.Create(CultureInfo.InvariantCulture, $"close: all gone in {watch.Elapsed.TotalSeconds:0.0} s"));

        // Cancelled timers leave the scheduler's wheel when it has turned once more.
        using (var turned = new PeriodicTimer(TimeSpan.FromSeconds(12)))
            await turned.WaitForNextTickAsync();
        var (closed, serverClosed) = await TakeAsync(server, 1);

        Say("bytes per connection        heap   resident");
        Row("connecting side, open", before, open);
        Row("connecting side, used", before, used);
        Row("connecting side, closed", before, closed);
        Row("accepting side, open", serverBefore, serverOpen);
        Row("accepting side, used", serverBefore, serverUsed);
        Row("accepting side, closed", serverBefore, serverClosed);
        first.MarkDown();

        void Row(string name, Footprint from, Footprint to) =>
            Say(string.Create(CultureInfo.InvariantCulture, $"{name,-23} {(to.Heap - from.Heap) / count,8:N0} {(to.Resident - from.Resident) / count,10:N0}"));
    }

    private static async Task<(Footprint Here, Footprint There)> TakeAsync(Process server, int expected)
    {
        await server.StandardInput.WriteLineAsync(expected.ToString(CultureInfo.InvariantCulture));
        var there = Footprint.Parse((await server.StandardOutput.ReadLineAsync())!);
        return (Footprint.Take(), there);
    }

    private static ProcessStartInfo AsDotnet(this ProcessStartInfo start)
    {
        if (!Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            start.ArgumentList.RemoveAt(0);
        return start;
    }

    private static void Say(string text) => Console.WriteLine(text);
}
