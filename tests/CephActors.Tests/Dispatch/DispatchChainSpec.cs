using Akka.Actor;
using CephActors.Dispatch;

namespace CephActors.Tests.Dispatch;

public class DispatchChainSpec : DispatchSpec
{
    private static readonly DispatcherOptions Pings = new() { Types = [MessageType.Ping] };
    private readonly Connection _connection = Connections.New(1);

    [Fact]
    public async Task Message_should_go_to_the_first_dispatcher_that_takes_its_type()
    {
        var dispatch = Start();
        var (all, pings, events) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        AddTail(dispatch, all);
        AddHead(dispatch, pings, Pings);
        AddHead(dispatch, events, new DispatcherOptions { Types = [] });

        Receive(dispatch, _connection, Message(1), Message(2, type: MessageType.MonMap), Message(3));

        var received = await pings.ExpectMsgAsync<MessageReceived>();
        Assert.Same(_connection, received.Connection);
        Assert.Equal(1UL, received.Message.Tid);
        Assert.Equal(3UL, await NextTid(pings));
        Assert.Equal(2UL, await NextTid(all));
        dispatch.Tell(new ConnectionReset(_connection, "done"));
        await events.ExpectMsgAsync<ConnectionReset>();
    }

    [Fact]
    public async Task Head_should_come_before_tail()
    {
        var dispatch = Start();
        var (first, second, third) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        AddTail(dispatch, second, Pings);
        AddTail(dispatch, third);
        AddHead(dispatch, first, Pings);

        Receive(dispatch, _connection, Message(1), Message(2, type: MessageType.MonMap));

        Assert.Equal(1UL, await NextTid(first));
        Assert.Equal(2UL, await NextTid(third));
        DispatchStatus status = await StatusOf(dispatch);
        Assert.Equal((2, 0), (status.Delivered, status.Unhandled));
    }

    [Fact]
    public async Task Events_should_go_to_all_dispatchers_in_order()
    {
        var dispatch = Start();
        var probes = new[] { CreateTestProbe(), CreateTestProbe() };
        AddTail(dispatch, probes[0], Pings);
        AddTail(dispatch, probes[1]);
        object[] events =
        [
            new ConnectionEstablished(_connection),
            new ConnectionAccepted(_connection),
            new ConnectionRefused(_connection),
            new ConnectionRemoteReset(_connection),
            new ConnectionReset(_connection, "gone"),
        ];

        foreach (object connectionEvent in events)
            dispatch.Tell(connectionEvent);

        foreach (var probe in probes)
        {
            foreach (object connectionEvent in events)
                Assert.Same(connectionEvent, await probe.ExpectMsgAsync<object>());
        }
    }

    [Fact]
    public async Task Dispatcher_should_hear_twice_of_events_when_it_was_added_twice()
    {
        var dispatch = Start();
        var probe = CreateTestProbe();
        AddTail(dispatch, probe);
        AddTail(dispatch, probe);

        dispatch.Tell(new ConnectionAccepted(_connection));
        Receive(dispatch, _connection, Message(1));

        await probe.ExpectMsgAsync<ConnectionAccepted>();
        await probe.ExpectMsgAsync<ConnectionAccepted>();
        Assert.Equal(1UL, await NextTid(probe));
    }

    [Fact]
    public async Task Message_should_be_logged_counted_and_done_when_nobody_takes_it()
    {
        var dispatch = Start();
        var bytes = new Throttle("bytes", 1000);
        var gate = new ReceiveGate(null, bytes, bytes, null);
        AddTail(dispatch, CreateTestProbe(), new DispatcherOptions { Types = [MessageType.MonMap] });

        await EventFilter.Warning(contains: "No dispatcher takes MPing").ExpectOneAsync(
            Doing(() => Receive(dispatch, _connection, Entered(gate, 1, 100), Entered(gate, 2, 100))));

        DispatchStatus status = await StatusOf(dispatch);
        Assert.Equal((0, 2, 0), (status.Delivered, status.Unhandled, status.Unfinished));
        Assert.Equal(0, bytes.Current);
    }

    [Fact]
    public async Task Dispatcher_should_leave_the_chain_when_it_stops()
    {
        var dispatch = Start();
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        AddTail(dispatch, first);
        AddTail(dispatch, second);

        await EventFilter.Info(contains: "is no longer in the chain").ExpectOneAsync(Doing(() => Sys.Stop(first.Ref)));
        Receive(dispatch, _connection, Message(1));

        Assert.Equal(1UL, await NextTid(second));
    }

    [Fact]
    public void Dispatcher_should_be_refused_when_it_lives_elsewhere_or_nowhere()
    {
        Assert.Throws<ArgumentException>(() => new DispatcherEntry(ActorRefs.Nobody, DispatcherOptions.Default));
        Assert.Throws<ArgumentException>(() => new DispatcherEntry(Manual(CreateTestProbe(), local: false), DispatcherOptions.Default));
    }

    [Fact]
    public async Task Chain_should_survive_a_failure_of_the_dispatch_actor()
    {
        var dispatch = Start();
        var bytes = new Throttle("bytes", 1000);
        var gate = new ReceiveGate(null, bytes, bytes, null);
        var probe = CreateTestProbe();
        ManualDispatcher dispatcher = Manual(probe);
        dispatcher.Failure = new InvalidOperationException("broken reference");
        AddTail(dispatch, dispatcher);

        await EventFilter.Exception<InvalidOperationException>().ExpectOneAsync(
            Doing(() => Receive(dispatch, _connection, Entered(gate, 1, 100), Entered(gate, 2, 30))));

        Assert.Equal(2UL, await NextTid(probe));
        (await NextQuestion(probe)).Answer(dispatcher);
        Assert.Equal(0, (await StatusOf(dispatch)).Unfinished);
        Assert.Equal(0, bytes.Current);
    }

    [Fact]
    public async Task Dispatch_actor_should_refuse_another_mailbox()
    {
        var props = DispatchActor.Props(new DispatchSettings(1, 1, 1), Clock).WithMailbox("akka.actor.default-mailbox");

        await EventFilter.Exception<ActorInitializationException>().ExpectOneAsync(Doing(() => Sys.ActorOf(props)));
    }
}
