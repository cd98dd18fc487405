using Akka.Actor;
using Akka.Event;

namespace CephActors.Tool.Serving;

/// <summary>
/// Answers pings with their own data and tid. Equals with a lossless session get no answer, as from a real OSD: it would
/// be kept for them, and make this side dial them when they are gone.
/// </summary>
internal sealed class PingResponder : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public PingResponder()
    {
        Receive<MessageReceived>(received => received.Connection.Policy is { Lossy: false, Server: false }, _ => { });
        Receive<MessageReceived>(Answer);
        Receive<ConnectionAccepted>(e => _log.Debug("{Peer} has connected", e.Connection));
        Receive<ConnectionReset>(e => _log.Debug("{Peer} is gone: {Reason}", e.Connection, e.Reason));
    }

    /// <summary>What it takes.</summary>
    public static DispatcherOptions Options { get; } = new() { Types = [MessageType.Ping] };

    private void Answer(MessageReceived received)
    {
        var ping = received.Message;
        var result = received.Connection.Send(new CephMessage(MessageType.Ping, data: ping.Data) { Tid = ping.Tid });
        if (result is not SendResult.Accepted)
            _log.Debug("Answer {Tid} to {Peer} was dropped: {Result}", ping.Tid, received.Connection, result);
    }
}
