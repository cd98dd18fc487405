namespace CephActors.Tool.Bench;

/// <summary>Asks a bench server as fast as it answers.</summary>
internal static class BenchClient
{
    /// <summary>
    /// Whether a session is lossy is the server's word, and it goes by the peer's type: who wants to be lossy introduces itself
    /// as what the server serves so.
    /// </summary>
    private static EntityName NameFor(Policy policy) => policy.Lossy ? EntityName.Mgr(0) : EntityName.Client(-1);

    /// <summary>Measures; the progress is told the time that was measured so far.</summary>
    /// <exception cref="CommandFailure">The server cannot be reached, or went away.</exception>
    public static async Task<BenchResult> RunAsync(BenchClientOptions options, Action<TimeSpan> progress, CancellationToken cancellationToken)
    {
        var load = options.Load;
        var system = BenchSystem.Start("bench-client", NameFor(options.Policy), load);
        try
        {
            var messenger = system.CephMessenger();
            messenger.SetDefaultPolicy(options.Policy);
            var failed = BenchSystem.Watch(messenger, system);
            Connection[] connections =
                [.. Enumerable.Range(0, load.Connections).Select(_ => messenger.ConnectTo(options.Server, EntityType.Osd, anonymous: true))];
            ReadOnlyMemory<byte> data = new byte[load.Size];
            var dialect = options.Dialect;
            var lanes = new BenchLanes(connections, load, dialect.ReplyType, tid => dialect.CreateRequest(tid, data));
            if (options.Dispatch is BenchDispatch.Fast)
                messenger.AddFastDispatcherTail(lanes);
            else
                BenchSystem.AddActor(messenger, system, dialect.ReplyType, (_, reply) => lanes.OnReply(reply));
            return await lanes.RunAsync(load, failed, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ToolSystem.StopAsync(system).ConfigureAwait(false);
        }
    }
}
