using System.Buffers;
using System.Collections.Concurrent;
using Akka.Actor;
using CephActors.Encoding;
using CephActors.Messages;

namespace CephActors.Tests.Mon;

/// <summary>What a fake monitor does; a test may change it while it runs.</summary>
internal sealed class MonitorScript
{
    /// <summary>Speaks cephx if set, none otherwise.</summary>
    public FakeCephx? Cephx { get; set; }

    /// <summary>Answers nothing at all.</summary>
    public volatile bool IsMute;

    /// <summary>Takes commands and answers none.</summary>
    public volatile bool KeepsCommands;

    /// <summary>Does not even say that it is done with what it received, so that reading stops at the throttle.</summary>
    public volatile bool IsStuck;

    /// <summary>The map it sends.</summary>
    public MonMap Map { get; set; } = new();

    /// <summary>Its answers to commands.</summary>
    public Func<string, MMonCommandAck> OnCommand { get; set; } = command => new MMonCommandAck(0, "ok", [command])
    {
        Data = new ReadOnlySequence<byte>(System.Text.Encoding.UTF8.GetBytes($"output of {command}")),
    };

    /// <summary>Where its clients came from.</summary>
    public ConcurrentQueue<Connection> Clients { get; } = [];
}

/// <summary>A monitor over a real messenger that does what its script says and tells the observer of everything it receives.</summary>
internal sealed class FakeMonitor : ReceiveActor
{
    private static long _globalIds = 4100;
    private readonly Dictionary<Connection, (ulong Id, bool IsNew)> _sessions = [];

    public FakeMonitor(MonitorScript script, IActorRef observer)
    {
        Receive<ConnectionAccepted>(accepted => script.Clients.Enqueue(accepted.Connection));
        Receive<ConnectionReset>(reset => observer.Tell(reset));
        Receive<MessageReceived>(received =>
        {
            observer.Tell(received);
            if (script.IsStuck)
                return;
            if (!script.IsMute)
                Answer(script, received.Connection, received.Message);
            received.Message.Complete();
        });
    }

    private void Answer(MonitorScript script, Connection connection, CephMessage message)
    {
        switch (message.Type)
        {
            case MessageType.Auth:
                Assert.True(MAuth.TryDecode(message, out var auth, out var error), error);
                connection.Send(Authenticate(script, connection, auth));
                break;
            case MessageType.MonSubscribe:
                connection.Send(new MConfig(new Dictionary<string, string> { ["debug_ms"] = "1" }).ToMessage());
                connection.Send(new MMonMap(script.Map).ToMessage());
                break;
            case MessageType.MonCommand when !script.KeepsCommands:
                Assert.True(MMonCommand.TryDecode(message, out var command, out error), error);
                var ack = command.Fsid == script.Map.Fsid ? script.OnCommand(command.Command[0]) : new MMonCommandAck(-Errno.EPERM, "wrong fsid", command.Command);
                connection.Send(ack.ToMessage(message.Tid));
                break;
        }
    }

    private CephMessage Authenticate(MonitorScript script, Connection connection, MAuth auth)
    {
        if (auth.Protocol == 0)
        {
            var asked = RequestedGlobalId(auth.Payload.Span);
            _sessions[connection] = asked != 0 ? (asked, false) : ((ulong)Interlocked.Increment(ref _globalIds), true);
            return script.Cephx is { } starting
                ? new MAuthReply((uint)AuthMethod.Cephx, 0, _sessions[connection].Id, starting.FirstAnswer()).ToMessage()
                : new MAuthReply((uint)AuthMethod.None, 0, _sessions[connection].Id).ToMessage();
        }

        var (id, isNew) = _sessions[connection];
        var (result, payload) = script.Cephx!.Answer(auth.Payload.Span, id, isNew);
        return new MAuthReply((uint)AuthMethod.Cephx, result, id, payload).ToMessage();
    }

    public static ulong RequestedGlobalId(ReadOnlySpan<byte> payload)
    {
        var reader = new WireReader(payload);
        _ = reader.ReadU8("version");
        for (var count = reader.ReadU32("methods"); count > 0; count--)
            _ = reader.ReadU32("method");
        _ = reader.ReadAuthEntityName("name");
        return reader.ReadU64("global_id");
    }
}
