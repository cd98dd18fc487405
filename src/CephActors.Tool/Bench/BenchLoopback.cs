namespace CephActors.Tool.Bench;

/// <summary>A messenger that talks to itself: each message that arrives sends the next.</summary>
internal static class BenchLoopback
{
    /// <summary>Measures; the progress is told the time that was measured so far.</summary>
    public static async Task<BenchResult> RunAsync(
        BenchLoad load, BenchDispatch dispatch, Action<TimeSpan> progress, CancellationToken cancellationToken)
    {
        var system = BenchSystem.Start("bench-loopback", EntityName.Osd(0), load);
        try
        {
            var messenger = system.CephMessenger();
            var dialect = new PingDialect();
            ReadOnlyMemory<byte> data = new byte[load.Size];
            var lanes = new BenchLanes([messenger.Loopback], load, dialect.ReplyType, tid => dialect.CreateRequest(tid, data));
            if (dispatch is BenchDispatch.Fast)
                messenger.AddFastDispatcherTail(lanes);
            else
                BenchSystem.AddActor([messenger], system, dialect.ReplyType, (_, message) => lanes.OnReply(message));
            return await lanes.RunAsync(load, Task.Delay(Timeout.Infinite, cancellationToken), progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ToolSystem.StopAsync(system).ConfigureAwait(false);
        }
    }
}
