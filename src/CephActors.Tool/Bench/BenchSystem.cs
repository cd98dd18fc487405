using System.Globalization;
using Akka.Actor;

namespace CephActors.Tool.Bench;

/// <summary>Actor systems of a bench: everything as usual, and room for what is asked at a time.</summary>
internal static class BenchSystem
{
    /// <summary>
    /// Starts one whose messenger goes by this name. A server has nonce 0, as Ceph's bench server: its address can be typed before it runs.
    /// </summary>
    public static ActorSystem Start(string name, EntityName entity, BenchLoad? load = null, string nonce = "auto")
    {
        var most = load is null ? 0 : 2L * load.Depth * load.Size;
        return ToolSystem.Start(name, $$"""
            ceph.messenger {
              name = "{{entity}}"
              nonce = {{nonce}}
              bind-retry-count = 1
              auth.require-authorizer = off
              out-queue.max-messages = 0
              out-queue.max-bytes = {{Math.Max(most, 512L << 20).ToString(CultureInfo.InvariantCulture)}}
            }
            """);
    }

    /// <summary>Hands messages of one type to an actor of the system.</summary>
    public static void AddActor(CephMessenger[] messengers, ActorSystem system, MessageType type, Action<Connection, CephMessage> handle)
    {
        var actor = system.ActorOf(Props.Create(() => new BenchActor(handle)).WithDispatcher("ceph.connection-dispatcher"), "bench");
        Array.ForEach(messengers, m => m.AddDispatcherTail(actor, new DispatcherOptions { Types = [type], ReusesMessages = true }));
    }

    /// <summary>A task that fails with the first connection that does.</summary>
    public static Task Watch(CephMessenger[] messengers, ActorSystem system)
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = system.ActorOf(Props.Create(() => new BenchWatch(failed)), "watch");
        Array.ForEach(messengers, m => m.AddDispatcherTail(actor, new DispatcherOptions { Types = [] }));
        return failed.Task;
    }
}
