using Akka.Actor;
using Akka.Configuration;
using BenchmarkDotNet.Attributes;
using CephActors.Actors;
using CephActors.Dispatch;

namespace CephActors.Benchmarks.Micro;

/// <summary>Messages through the dispatch actor to a dispatcher actor, in batches as reads yield them: time and memory a message.</summary>
[MemoryDiagnoser]
public class DispatchHopBenchmarks
{
    private const int Messages = 64 * 1024;

    private readonly SemaphoreSlim _done = new(0);
    private readonly CephMessage _message = new(MessageType.Ping);
    private ActorSystem _system = null!;
    private IActorRef _dispatch = null!;
    private Connection _connection = null!;

    [Params(1, 64)]
    public int BatchSize { get; set; }

    [GlobalSetup]
    public void Start()
    {
        var reference = ConfigurationFactory.FromResource("CephActors.reference.conf", typeof(Connection).Assembly);
        _system = ActorSystem.Create("hop", ConfigurationFactory.ParseString("akka.loglevel = ERROR").WithFallback(reference));
        _connection = new Connection(
            1,
            new ConnectionFacts(EntityAddressVector.Empty, EntityType.Osd, Policy.LosslessPeer, CephFeatures.All, IsOpen: true, Anonymous: false),
            SendLimits.None);
        _dispatch = _system.ActorOf(DispatchActor.Props(new DispatchSettings(16 << 20, 64 << 10, 1_000), TimeProvider.System));
        var dispatcher = _system.ActorOf(Props.Create(() => new Counter(_done)));
        _dispatch.Tell(new DispatchActor.AddDispatcher(new DispatcherEntry(dispatcher, DispatcherOptions.Default), false));
    }

    [GlobalCleanup]
    public void Stop() => _system.Dispose();

    [Benchmark(OperationsPerInvoke = Messages)]
    public void Deliver()
    {
        for (var sent = 0; sent < Messages; sent += BatchSize)
        {
            var batch = new DispatchBatch(_connection, 0);
            for (var i = 0; i < BatchSize; i++)
                batch.Add(_message);
            _dispatch.Tell(batch);
        }

        _done.Wait();
    }

    private sealed class Counter : UntypedActor
    {
        private readonly SemaphoreSlim _done;
        private int _count;

        public Counter(SemaphoreSlim done) => _done = done;

        protected override void OnReceive(object message)
        {
            if (++_count % Messages == 0)
                _done.Release();
        }
    }
}
