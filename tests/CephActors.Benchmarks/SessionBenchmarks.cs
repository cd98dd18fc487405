using BenchmarkDotNet.Attributes;
using CephActors.Session;

namespace CephActors.Benchmarks;

/// <summary>What the session does for every message: number, keep, acknowledge.</summary>
[MemoryDiagnoser]
public class SessionBenchmarks
{
    private readonly SessionQueues _queues = new();
    private readonly CephMessage _message = new(MessageType.Ping);
    private ulong _received;

    [Benchmark]
    public ulong SendAndAcknowledge()
    {
        _queues.Enqueue(_message, MessagePriority.Default);
        _queues.TryTakeNext(lossless: true, out var next);
        _queues.Acknowledge(next.Seq);
        return next.Seq;
    }

    [Benchmark]
    public bool Receive()
    {
        var accepted = _queues.TryAccept(++_received, lossless: true, out _);
        _queues.TryTakeAck(out _);
        return accepted;
    }
}
