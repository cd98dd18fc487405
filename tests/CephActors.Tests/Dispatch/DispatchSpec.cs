using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

/// <summary>What the specs of the dispatch actor have in common.</summary>
public abstract class DispatchSpec() : Akka.TestKit.Xunit2.TestKit(Settings)
{
    private static readonly Config Settings = ConfigurationFactory
        .ParseString(
            """
            akka.loglevel = DEBUG
            akka.test { single-expect-default = 15s, filter-leeway = 15s, default-timeout = 15s }
            """)
        .WithFallback(ConfigurationFactory.FromResource("CephActors.reference.conf", typeof(Connection).Assembly));

    private int _manual;
    private protected ManualClock Clock { get; } = new();

    private protected IActorRef Start(int window = 256) =>
        Sys.ActorOf(DispatchActor.Props(new DispatchSettings(16_777_216, 65_536, window), Clock));

    private protected ManualDispatcher Manual(TestProbe probe, bool local = true)
    {
        IActorRefProvider provider = ((ExtendedActorSystem)Sys).Provider;
        return new ManualDispatcher(probe, TestActor.Path.Root / "manual" / $"{++_manual}", provider) { Local = local };
    }

    private protected static void AddTail(IActorRef dispatch, IActorRef dispatcher, DispatcherOptions? options = null) =>
        dispatch.Tell(new DispatchActor.AddDispatcher(new DispatcherEntry(dispatcher, options ?? DispatcherOptions.Default), false));

    private protected static void AddHead(IActorRef dispatch, IActorRef dispatcher, DispatcherOptions? options = null) =>
        dispatch.Tell(new DispatchActor.AddDispatcher(new DispatcherEntry(dispatcher, options ?? DispatcherOptions.Default), true));

    private protected void Receive(IActorRef dispatch, Connection connection, params CephMessage[] messages)
    {
        var batch = new DispatchBatch(connection, Clock.GetTimestamp());
        foreach (CephMessage message in messages)
            batch.Add(message);
        dispatch.Tell(batch);
    }

    private protected Task<DispatchStatus> StatusOf(IActorRef dispatch) =>
        dispatch.Ask<DispatchStatus>(DispatchActor.GetStatus.Instance, RemainingOrDefault);

    private protected static CephMessage Message(
        ulong tid, int priority = MessagePriority.Default, MessageType type = MessageType.Ping) =>
        new(type) { Tid = tid, Priority = (ushort)priority };

    /// <summary>A message that has taken its credits at a gate.</summary>
    private protected static CephMessage Entered(ReceiveGate gate, ulong tid, int payload)
    {
        Assert.True(gate.TryEnter(payload));
        return new CephMessage(MessageType.Ping, new byte[payload]) { Tid = tid, Priority = MessagePriority.Default, Gate = gate };
    }

    private protected static Func<Task> Doing(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };

    private protected static async Task<ulong> NextTid(TestProbe probe) => (await probe.ExpectMsgAsync<MessageReceived>()).Message.Tid;

    private protected static async Task<ManualDispatcher.Question> NextQuestion(TestProbe probe) =>
        await probe.ExpectMsgAsync<ManualDispatcher.Question>();

    /// <summary>With a window of one: takes a delivery and lets the next one come.</summary>
    private protected static async Task<object> Step(TestProbe probe)
    {
        object delivery = await probe.ReceiveOneAsync();
        (await NextQuestion(probe)).Answer(probe.Ref);
        return delivery;
    }
}
