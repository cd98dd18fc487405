using System.Buffers;
using Akka.Actor;
using Akka.Event;
using CephActors.Encoding;
using CephActors.Messages;

namespace CephActors.Hosting.Tests.Docs;

public sealed record PutObject(string Name, Placement Placement, ReadOnlySequence<byte> Data) : ITypedMessage<PutObject>
{
    public static MessageType Type => (MessageType)0x8001;

    public static ushort Version => 2;

    public static ushort CompatVersion => 1;

    public void Encode(WireWriter writer)
    {
        writer.WriteString(Name);
        Placement.Encode(writer);                             // since version 2
    }

    public static PutObject Decode(ref WireReader reader, CephMessage message) => new(
        reader.ReadString("name"),
        message.Version >= 2 ? Placement.Decode(ref reader) : Placement.Anywhere,
        message.Data);
}

public readonly record struct Placement(uint Pool, byte Copies)
{
    public static Placement Anywhere { get; } = new(0, 1);

    public void Encode(WireWriter writer)
    {
        int envelope = writer.BeginEnvelope(version: 1, compat: 1);
        writer.WriteU32(Pool);
        writer.WriteU8(Copies);
        writer.EndEnvelope(envelope);
    }

    public static Placement Decode(ref WireReader reader)
    {
        var envelope = reader.BeginEnvelope(supportedVersion: 1, "placement");
        var placement = new Placement(reader.ReadU32("pool"), reader.ReadU8("copies"));
        reader.EndEnvelope(envelope);                         // skips what a newer writer added
        return placement;
    }
}

public sealed record PutObjectReply(ulong Bytes) : ITypedMessage<PutObjectReply>
{
    public static MessageType Type => (MessageType)0x8002;

    public static ushort Version => 1;

    public static ushort CompatVersion => 1;

    public void Encode(WireWriter writer) => writer.WriteU64(Bytes);

    public static PutObjectReply Decode(ref WireReader reader, CephMessage message) => new(reader.ReadU64("bytes"));
}

public sealed class ObjectStore : ReceiveActor
{
    public static readonly MessageRegistry Messages = new MessageRegistry().Add<PutObject>().Add<PutObjectReply>();

    private readonly Dictionary<string, byte[]> _objects = [];

    public ObjectStore() => Receive<MessageReceived>(m =>
    {
        if (!Messages.TryDecode(m.Message, out object? body, out string? error))
            Context.GetLogger().Warning("{Connection}: {Error}", m.Connection, error);
        else if (body is PutObject put)
            m.Connection.Send(Store(put).ToMessage(m.Message.Tid));
    });

    private PutObjectReply Store(PutObject put)
    {
        _objects[put.Name] = put.Data.ToArray();              // the message's memory is its own: it may be kept as well
        return new PutObjectReply((ulong)put.Data.Length);
    }
}

public static class ObjectClient
{
    public static async Task<ulong> PutAsync(Connection store, string name, byte[] content, CancellationToken cancellationToken)
    {
        var put = new PutObject(name, new Placement(Pool: 1, Copies: 3), new ReadOnlySequence<byte>(content));
        try
        {
            PutObjectReply reply = await store.Ask<PutObjectReply>(put.ToMessage(), TimeSpan.FromSeconds(10), cancellationToken);
            return reply.Bytes;
        }
        catch (CephAskException e) when (e.Failure is AskFailure.QueueFull)
        {
            throw new IOException("The store does not keep up; nothing was sent.", e);
        }
    }

    public static async Task LogAsync(CephMessenger messenger, TextWriter log, CancellationToken cancellationToken)
    {
        var puts = new DispatcherOptions { Types = [PutObject.Type] };
        await foreach (MessageReceived received in messenger.ReceiveAllAsync(puts, capacity: 32, cancellationToken))
        {
            if (received.Message.TryRead(out PutObject? put, out _))
                await log.WriteLineAsync($"{received.Connection} puts {put.Name}");
        }
    }
}

public static class Ingest
{
    public static void Attach(CephMessenger messenger, IActorRef writer) =>
        messenger.AddDispatcherTail(writer, new DispatcherOptions { Types = [PutObject.Type], ReusesMessages = true });
}

public static class Sharding
{
    public static void Attach(CephMessenger messenger, IActorRef region) =>
        messenger.AddDispatcherTail(region, new DispatcherOptions { Types = [PutObject.Type], Events = false });
}
