namespace CephActors.Tool.Bench;

/// <summary>The lanes of a bench, found by the transaction ids they use; takes replies by either way of dispatch.</summary>
internal sealed class BenchLanes : IFastDispatcher
{
    /// <summary>The part of a transaction id that tells the slot; above it stands the lane.</summary>
    private const int SlotBits = 32;

    private readonly BenchLane[] _lanes;
    private readonly MessageType _replyType;

    public BenchLanes(IReadOnlyList<Connection> connections, BenchLoad load, MessageType replyType, Func<ulong, CephMessage> createRequest)
    {
        _replyType = replyType;
        _lanes = [.. connections.Select((c, i) => new BenchLane(c, createRequest, (ulong)i << SlotBits, load.Depth))];
    }

    public bool ReusesMessages => true;

    public bool CanFastDispatch(MessageType type) => type == _replyType;

    public void FastDispatch(Connection connection, CephMessage message) => OnReply(message);

    /// <summary>A reply has come.</summary>
    public void OnReply(CephMessage reply) => _lanes[reply.Tid >> SlotBits].OnReply(reply.Tid);

    /// <summary>Fills all lanes, lets them run warm and measures.</summary>
    /// <param name="load">How long.</param>
    /// <param name="failed">Fails if going on is pointless.</param>
    /// <param name="progress">Told the time that was measured so far.</param>
    /// <param name="cancellationToken">Ends it before its time.</param>
    public Task<BenchResult> RunAsync(BenchLoad load, Task failed, Action<TimeSpan> progress, CancellationToken cancellationToken)
    {
        foreach (var lane in _lanes)
            lane.Start();
        return BenchMeasurement.TakeAsync(load, _lanes, failed, progress, cancellationToken);
    }
}
