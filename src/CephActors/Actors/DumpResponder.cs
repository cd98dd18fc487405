using System.Buffers;
using Akka.Actor;
using Akka.Event;
using CephActors.Telemetry;

namespace CephActors.Actors;

/// <summary>
/// Tells peers what the messenger is doing, if <c>ceph.messenger.admin</c> is on. Requests that come while a picture is taken
/// share it, and of each connection only the newest is answered: whoever asks without end gets no more than others.
/// </summary>
internal sealed class DumpResponder : ReceiveActor
{
    private readonly Dictionary<Connection, ulong> _waiting = [];

    public DumpResponder(string messenger, Func<CancellationToken, Task<MessengerDump>> dump)
    {
        Receive<Asked>(asked =>
        {
            _waiting[asked.Connection] = asked.Tid;
            if (_waiting.Count == 1)
                dump(CancellationToken.None).PipeTo(Self);
        });
        Receive<MessengerDump>(Answer);
        Receive<Status.Failure>(failure =>
        {
            // The messenger is being shut down; its connections end with it.
            _waiting.Clear();
            Context.GetLogger().WithContext("Messenger", messenger).Write(MessengerLogLines.NoDump, messenger, failure.Cause.Message);
        });
    }

    internal static Props Props(string messenger, Func<CancellationToken, Task<MessengerDump>> dump) =>
        Akka.Actor.Props.Create(() => new DumpResponder(messenger, dump));

    private void Answer(MessengerDump dump)
    {
        var json = new ReadOnlySequence<byte>(System.Text.Encoding.UTF8.GetBytes(dump.ToJson()));
        foreach (var (connection, tid) in _waiting)
            connection.Send(new CephMessage(MessageType.MessengerDumpReply, data: json) { Tid = tid });
        _waiting.Clear();
    }

    /// <summary>A peer wants to know.</summary>
    internal sealed record Asked(Connection Connection, ulong Tid) : INoSerializationVerificationNeeded;
}
