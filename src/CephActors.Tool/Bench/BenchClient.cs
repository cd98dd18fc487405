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
            // A server keeps one lossless session with each address: connections that are to have their own come from messengers
            // of their own. Ceph: src/test/msgr/perf_msgr_client.cc, ready.
            CephMessenger[] messengers = [.. Enumerable.Range(1, load.Connections).Select(i => system.CephMessenger($"client-{i}"))];
            var failed = BenchSystem.Watch(messengers, system);
            Connection[] connections = [.. messengers.Select(Connect)];
            ReadOnlyMemory<byte> data = new byte[load.Size];
            var dialect = options.Dialect;
            var lanes = new BenchLanes(connections, load, dialect.ReplyType, tid => dialect.CreateRequest(tid, data));
            if (options.Dispatch is BenchDispatch.Fast)
                Array.ForEach(messengers, m => m.AddFastDispatcherTail(lanes));
            else
                BenchSystem.AddActor(messengers, system, dialect.ReplyType, (_, reply) => lanes.OnReply(reply));
            return await lanes.RunAsync(load, failed, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ToolSystem.StopAsync(system).ConfigureAwait(false);
        }

        Connection Connect(CephMessenger messenger)
        {
            messenger.SetDefaultPolicy(options.Policy);
            return messenger.ConnectTo(options.Server, EntityType.Osd);
        }
    }
}
