using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Akka.Actor;

namespace CephActors.Tool.Peers;

/// <summary>
/// Brings what the messenger tells into one line that can be waited for. Answers are taken in the read path, so that the
/// time measured is the messenger's and not that of queues behind it.
/// </summary>
/// <param name="answers">The type of messages that are answers.</param>
internal sealed class PeerEvents(MessageType answers) : IFastDispatcher
{
    private readonly Channel<PeerEvent> _events = Channel.CreateUnbounded<PeerEvent>();

    /// <summary>Makes itself heard by a messenger.</summary>
    public void Attach(CephMessenger messenger, ActorSystem system)
    {
        var session = messenger.Services.Session;
        if (session.AuthClient is { } client)
            session.AuthClient = new ReportingAuthClient(client, (peer, reason) => _events.Writer.TryWrite(new PeerEvent.NotTrusted(peer, reason)));
        messenger.AddFastDispatcherTail(this);
        messenger.AddDispatcherTail(system.ActorOf(Props.Create(() => new Listener(_events.Writer)), "events"));
    }

    /// <summary>The next event; null if none came in time.</summary>
    public async Task<PeerEvent?> NextAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_events.Reader.TryRead(out var waiting))
            return waiting;
        if (patience <= TimeSpan.Zero)
            return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            return await _events.Reader.ReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Waits for a connection to open; null when it does, else the reason why not, and then it is dead.</summary>
    public async Task<string?> WhyNotOpenAsync(Connection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!connection.IsConnected)
        {
            switch (await NextAsync(timeout - Stopwatch.GetElapsedTime(begun), cancellationToken).ConfigureAwait(false))
            {
                case null:
                    connection.MarkDown();
                    return string.Create(CultureInfo.InvariantCulture, $"no answer within {timeout.TotalSeconds:0.###} s");
                case PeerEvent.Opened e when e.Connection == connection:
                    return null;
                case PeerEvent.Died e when e.Connection == connection:
                    return e.Reason;
                case PeerEvent.Refused e when e.Connection == connection:
                    connection.MarkDown();
                    return "connection refused";
                case PeerEvent.NotTrusted e when e.Peer.SequenceEqual(connection.PeerAddresses):
                    connection.MarkDown();
                    return PeerDialler.Untrusted + e.Reason;
            }
        }

        return null;
    }

    public bool CanFastDispatch(MessageType type) => type == answers;

    public void FastDispatch(Connection connection, CephMessage message) =>
        _events.Writer.TryWrite(new PeerEvent.Answered(connection, message, Stopwatch.GetTimestamp()));

    /// <summary>Hears of connections; messages other than answers are of no interest.</summary>
    private sealed class Listener : ReceiveActor
    {
        public Listener(ChannelWriter<PeerEvent> events)
        {
            Receive<ConnectionEstablished>(e => events.TryWrite(new PeerEvent.Opened(e.Connection)));
            Receive<ConnectionReset>(e => events.TryWrite(new PeerEvent.Died(e.Connection, e.Reason)));
            Receive<ConnectionRefused>(e => events.TryWrite(new PeerEvent.Refused(e.Connection)));
            Receive<MessageReceived>(_ => { });
        }
    }
}
