using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;
using CephActors.Telemetry;

namespace CephActors.Dispatch;

/// <summary>
/// The dispatcher behind <see cref="CephMessenger.ReceiveAllAsync"/>: puts messages into a bounded channel and processes no
/// further one while that is full, so that the dispatch window and the throttles behind it hold the peers back.
/// </summary>
internal sealed class ReceiverActor : ReceiveActor
{
    private readonly ChannelWriter<MessageReceived> _writer;
    private readonly ILoggingAdapter _log;
    private int _dropped;

    public ReceiverActor(ChannelWriter<MessageReceived> writer, IActorRef messenger, string name)
    {
        _log = Context.GetLogger().WithContext("Messenger", name);
        _writer = writer;
        Context.Watch(messenger);
        ReceiveAsync<MessageReceived>(PutAsync);
        Receive<Dropped>(dropped => _dropped += dropped.Count);
        Receive<Terminated>(_ => Context.Stop(Self));
    }

    public static Props Props(ChannelWriter<MessageReceived> writer, IActorRef messenger, string name) =>
        Akka.Actor.Props.Create(() => new ReceiverActor(writer, messenger, name));

    protected override void PostStop()
    {
        _writer.TryComplete();
        if (_dropped > 0)
            _log.Write(MessengerLogLines.ReceiverDropped, _dropped);
    }

    private async Task PutAsync(MessageReceived received)
    {
        while (!_writer.TryWrite(received))
        {
            if (await _writer.WaitToWriteAsync())
                continue;
            received.Message.Complete();
            _dropped++;
            return;
        }
    }

    /// <summary>So many messages were taken out of the channel and given to nobody.</summary>
    internal sealed record Dropped(int Count) : INoSerializationVerificationNeeded;
}
