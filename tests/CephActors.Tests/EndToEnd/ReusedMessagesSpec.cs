using System.Buffers.Binary;
using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using CephActors.Tests.Actors;
using CephActors.Tests.Memory;

namespace CephActors.Tests.EndToEnd;

/// <summary>
/// Messages that are used again, beside others that are kept: several connections whose sockets break, and dispatchers of every kind.
/// Each message says by its data what it is; nobody may find another one's bytes in his.
/// </summary>
public class ReusedMessagesSpec
{
    private const int Connections = 4;
    private const int Each = 1000;

    // A type for each kind of dispatcher; and one that waits for answers.
    private const MessageType Lends = (MessageType)1001, Keeps = (MessageType)1002, Fast = (MessageType)1003, Explicit = (MessageType)1004,
        Stream = (MessageType)1005, Dies = (MessageType)1006, Asks = (MessageType)1007;

    private static readonly DispatcherOptions Reusing = new() { ReusesMessages = true };

    private readonly Ledger _ledger = new();

    [Theory]
    [InlineData("v1:127.0.0.1:0/0")]
    [InlineData("v2:127.0.0.1:0/0")]
    public async Task Message_should_be_its_own_while_others_are_used_again(string address)
    {
        const string settings = """
            injection { allowed = on, socket-failures = 300 }
            out-queue { max-messages = 0, max-bytes = 0 }
            """;
        await using var server = Side.Start("osd.0", $"default-policy = stateful-server\n{settings}");
        await using var client = Side.Start("client.1", $"default-policy = lossless-client\n{settings}");
        var stream = Serve(server);
        await server.Messenger.BindAsync(EntityAddress.Parse(address)).WaitAsync(MessengerTest.Patience);
        CephMessenger[] messengers = [.. Enumerable.Range(1, Connections).Select(i => client.System.CephMessenger($"client-{i}"))];
        var replies = client.System.ActorOf(Props.Create(() => new Taker(_ledger.Reply)));
        Array.ForEach(messengers, m => m.AddDispatcherTail(replies, Reusing));
        var connections = messengers.Select(m => m.ConnectTo(server.Messenger.OwnAddresses, EntityType.Osd)).ToArray();

        await Task.WhenAll(connections.Select((c, i) => Task.Run(() => SendAsync(c, (ulong)i * Each))));
        await Side.UntilAsync(() => _ledger.Missing(Connections * Each).Count == 0);
        await server.Messenger.ShutdownAsync().WaitAsync(MessengerTest.Patience);
        await stream.WaitAsync(MessengerTest.Patience);

        Assert.Empty(_ledger.Wrong);
        Assert.All(_ledger.Kept, message => Assert.Null(Fault(message)));
        Assert.InRange(_ledger.Kept.Count, Connections * Each / 8, int.MaxValue);
        Assert.InRange(_ledger.DistinctLent, 1, _ledger.TakenLent / 2);
    }

    /// <summary>Makes a message whose data can be foretold from its tid.</summary>
    private static CephMessage Make(ulong tid)
    {
        var random = new Random((int)tid);
        var data = new byte[random.Next(10) switch { 0 => 0, < 5 => random.Next(500), < 9 => random.Next(20_000), _ => random.Next(200_000) }];
        random.NextBytes(data);
        var front = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(front, tid);
        return new CephMessage((MessageType)(1001 + (tid % 7)), front, default, data.AsMemory()) { Tid = tid, Version = (ushort)(tid % 100) };
    }

    /// <summary>What is wrong with a message; null if it is what its tid says.</summary>
    private static string? Fault(CephMessage message)
    {
        var made = Make(message.Tid);
        var same = message.Type == made.Type && message.Version == made.Version && message.Front.Span.SequenceEqual(made.Front.Span)
            && message.Data.Length == made.Data.Length && Same(message, made.Data.First.Span);
        return same ? null : $"{message} is not {made}";
    }

    private static bool Same(CephMessage message, ReadOnlySpan<byte> expected)
    {
        foreach (var piece in message.Data)
        {
            if (!expected[..piece.Length].SequenceEqual(piece.Span))
                return false;
            expected = expected[piece.Length..];
        }

        return true;
    }

    private async Task SendAsync(Connection connection, ulong first)
    {
        for (var tid = first; tid < first + Each; tid++)
        {
            var message = Make(tid + 1);
            if (message.Type != Asks)
            {
                connection.Send(message);
                continue;
            }

            var answer = await connection.Ask(message, MessengerTest.Patience);
            _ledger.Keep(answer);
            _ledger.Reply(connection, answer);
        }
    }

    private Task Serve(Side server)
    {
        var messenger = server.Messenger;
        IActorRef New(Action<Connection, CephMessage> take) => server.System.ActorOf(Props.Create(() => new Taker(take)));
        messenger.AddFastDispatcherTail(new FastTaker(_ledger));
        messenger.AddDispatcherTail(New(_ledger.TakeLent), Reusing with { Types = [Lends, Asks] });
        messenger.AddDispatcherTail(New(_ledger.TakeKept), new DispatcherOptions { Types = [Keeps] });
        messenger.AddDispatcherTail(
            New((connection, message) => Task.Run(() =>
            {
                _ledger.TakeLent(connection, message);
                message.Complete();
            })),
            Reusing with { Types = [Explicit], Completion = CompletionMode.Explicit });

        // The first of these ends soon; what it leaves is told to dead letters, which keep it.
        var mortal = server.System.ActorOf(Props.Create(() => new Mortal(_ledger)));
        server.System.EventStream.Subscribe(New(_ledger.TakeKept), typeof(AllDeadLetters));
        messenger.AddDispatcherTail(mortal, Reusing with { Types = [Dies] });
        messenger.AddDispatcherTail(New(_ledger.TakeLent), Reusing with { Types = [Dies] });
        return Task.Run(async () =>
        {
            await foreach (var received in messenger.ReceiveAllAsync(Reusing with { Types = [Stream] }))
                _ledger.TakeLent(received.Connection, received.Message);
        });
    }

    private sealed class Ledger
    {
        private readonly ConcurrentDictionary<ulong, bool> _answered = [];
        private readonly ConcurrentDictionary<object, bool> _lent = new(ReferenceEqualityComparer.Instance);
        private int _takenLent;

        public ConcurrentQueue<string> Wrong { get; } = [];

        public ConcurrentQueue<CephMessage> Kept { get; } = [];

        public int DistinctLent => _lent.Count;

        public int TakenLent => _takenLent;

        public void TakeLent(Connection connection, CephMessage message)
        {
            Interlocked.Increment(ref _takenLent);
            _lent.TryAdd(message, true);
            Answer(connection, message);
        }

        public void TakeKept(Connection connection, CephMessage message)
        {
            Keep(message);
            Answer(connection, message);
        }

        public void Keep(CephMessage message) => Kept.Enqueue(message);

        public void Reply(Connection connection, CephMessage message)
        {
            Check(message);
            _answered.TryAdd(message.Tid, true);
        }

        public IReadOnlyCollection<ulong> Missing(int count) =>
            [.. Enumerable.Range(1, count).Select(i => (ulong)i).Where(tid => !_answered.ContainsKey(tid)).Take(10)];

        private void Answer(Connection connection, CephMessage message)
        {
            Check(message);
            connection.Send(Make(message.Tid));
        }

        private void Check(CephMessage message)
        {
            if (Fault(message) is { } fault)
                Wrong.Enqueue(fault);
        }
    }

    private sealed class FastTaker(Ledger ledger) : IFastDispatcher
    {
        public bool ReusesMessages => true;

        public bool CanFastDispatch(MessageType type) => type == Fast;

        public void FastDispatch(Connection connection, CephMessage message) => ledger.TakeLent(connection, message);
    }

    private sealed class Taker(Action<Connection, CephMessage> take) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if ((message as AllDeadLetters)?.Message as MessageReceived is { } lost)
                take(lost.Connection, lost.Message);
            else if (message is MessageReceived received)
                take(received.Connection, received.Message);
        }
    }

    private sealed class Mortal(Ledger ledger) : UntypedActor
    {
        private int _left = 100;

        protected override void OnReceive(object message)
        {
            if (message is not MessageReceived received)
                return;
            ledger.TakeLent(received.Connection, received.Message);
            if (--_left == 0)
                Context.Stop(Self);
        }
    }
}
