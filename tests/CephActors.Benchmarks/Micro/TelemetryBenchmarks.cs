using BenchmarkDotNet.Attributes;
using CephActors.Actors;
using CephActors.Diagnostics;
using CephActors.Dispatch;
using CephActors.Framing;
using CephActors.Framing.V1;
using CephActors.Session;
using CephActors.Telemetry;

namespace CephActors.Benchmarks.Micro;

/// <summary>
/// What metrics and traces cost while nobody listens: the way of a message from <see cref="Connection.Send"/> to the dispatcher,
/// without sockets and actors, and what of it is there for metrics and traces alone. The time is taken of one message on its way
/// at a time: where there is but one, of each.
/// </summary>
[MemoryDiagnoser]
public class TelemetryBenchmarks
{
    private const int Messages = 64;
    private static readonly MessagePhase Phase = new(MsgAuth: true);

    private readonly FrameEncoder _encoder = new(FramingOptions.Default);
    private readonly FrameDecoder _decoder = new(FramingOptions.Default);
    private readonly FrameBuffer _output = new(FramingOptions.Default.GatherThreshold);
    private readonly SessionQueues _queues = new();
    private readonly SessionTraffic _traffic = new();
    private readonly SendWatch _sendWatch = new(TimeProvider.System);
    private readonly MessengerWatch _watch = new("bench", static () => [], TimeProvider.System);
    private readonly DispatchBacklog _backlog = new(new DispatchSettings(16 << 20, 64 << 10, 1_000), TimeProvider.System);
    private readonly CephMessage[] _messages =
        [.. Enumerable.Range(0, Messages).Select(i => new CephMessage(MessageType.OsdOp, new byte[200], default, new byte[64]))];
    private readonly Connection _connection = new(
        1,
        new ConnectionFacts(EntityAddressVector.Empty, EntityType.Osd, Policy.LosslessPeer, CephFeatures.All, IsOpen: true, Anonymous: false),
        SendLimits.None);

    /// <summary>Messages that are sent before the first of them is written.</summary>
    [Params(1, Messages)]
    public int InFlight { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        if (MessengerTracing.IsOn || MessengerMeter.DispatchDuration.Enabled)
            throw new InvalidOperationException("Somebody listens: this is about the cost when nobody does.");
        _encoder.Configure(Phase);
        _decoder.Expect(Expectation.Messages, Phase);
        _queues.Released = _connection.Outbox.Release;
        _connection.Outbox.Watch.Left = took => _watch.Left(took, Policy.LosslessPeer);
        _sendWatch.Left = took => _watch.Left(took, Policy.LosslessPeer);
        _backlog.BatchTaken = _watch.Dispatched;
    }

    /// <summary>All that happens to a message.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Messages)]
    public object? Message()
    {
        object? delivery = null;
        for (var sent = 0; sent < Messages; sent += InFlight)
        {
            for (var i = 0; i < InFlight; i++)
                _connection.Send(_messages[i]);
            _connection.Outbox.BeginTake();
            while (_connection.Outbox.TryTake(out var item))
                _queues.Enqueue((CephMessage)item, MessagePriority.Default);
            while (_queues.TryTakeNext(lossless: true, out var next))
                delivery = Receive(Written(next));
            _queues.TryTakeAck(out var seq);
            _queues.Acknowledge(seq);
        }

        return delivery;
    }

    /// <summary>What of it metrics and traces are the reason for.</summary>
    [Benchmark(OperationsPerInvoke = Messages)]
    public bool Instruments()
    {
        var traced = false;
        for (var sent = 0; sent < Messages; sent += InFlight)
        {
            for (var i = 0; i < InFlight; i++)
            {
                traced |= MessengerTracing.IsOn;
                _sendWatch.Begin(_messages[i]);
            }

            for (var i = 0; i < InFlight; i++)
            {
                _traffic.Sent.Add(_messages[i]);
                _traffic.Received.Add(_messages[i]);
                traced |= MessengerTracing.IsOn;
                _watch.Dispatched(0);
                _sendWatch.End(_messages[i]);
                MessengerTracing.Left(_connection.Outbox, _messages[i]);
            }
        }

        return traced;
    }

    private CephMessage Written(QueuedMessage next)
    {
        _encoder.Encode(OutgoingFrame.Message(next.Message, next.Seq, EntityName.Client(1), MessagePriority.Default), _output);
        ReadOnlySpan<byte> input = _output.ToSequence().FirstSpan;
        _decoder.TryRead(ref input, out var frame);
        _output.Reset();
        return frame.Message!;
    }

    private object? Receive(CephMessage message)
    {
        _queues.TryAccept(message.Seq, lossless: true, out _);
        _queues.Traffic.Received.Add(message);
        var batch = new DispatchBatch(_connection, 0);
        batch.Add(message);
        _backlog.Add(batch);
        _backlog.TryTake(out var delivery);
        message.Complete();
        return delivery;
    }
}
