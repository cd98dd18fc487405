using Akka.Actor;

namespace CephActors.Tests.Synthetic;

/// <summary>
/// The one dispatcher of all messengers of a workload: takes pings and noise fast and answers pings with what they hold.
/// What comes through the queue instead is a failure.
/// </summary>
internal sealed class SyntheticDispatcher(Ledger ledger) : IFastDispatcher
{
    private int _connects;
    private int _accepts;
    private int _resets;
    private int _remoteResets;
    private int _queued;

    /// <summary>Sessions opened by a connector, at first and again.</summary>
    public int Connects => Volatile.Read(ref _connects);

    public int Accepts => Volatile.Read(ref _accepts);

    public int Resets => Volatile.Read(ref _resets);

    public int RemoteResets => Volatile.Read(ref _remoteResets);

    /// <summary>Messages that came through the queue.</summary>
    public int Queued => Volatile.Read(ref _queued);

    public bool CanFastDispatch(MessageType type) => type is MessageType.Ping or MessageType.Command;

    public void FastConnect(Connection connection) => Interlocked.Increment(ref _connects);

    public void FastAccept(Connection connection) => Interlocked.Increment(ref _accepts);

    public void FastDispatch(Connection connection, CephMessage message)
    {
        if (message.Type is MessageType.Command)
        {
            ledger.NoiseReceived(connection, message.Tid);
            return;
        }

        var content = SyntheticMessage.Read(message);
        if (content.IsPong)
        {
            ledger.PongReceived(connection, content);
            return;
        }

        ledger.PingReceived(connection, content);
        connection.Send(content.Pong());
    }

    /// <summary>Props of the actor that hears of events, one for all messengers.</summary>
    public Props EventProps() => Props.Create(() => new Events(this, ledger));

    private sealed class Events : ReceiveActor
    {
        public Events(SyntheticDispatcher dispatcher, Ledger ledger)
        {
            Receive<MessageReceived>(_ => Interlocked.Increment(ref dispatcher._queued));
            Receive<ConnectionReset>(e =>
            {
                Interlocked.Increment(ref dispatcher._resets);
                ledger.Excuse(e.Connection);
            });
            Receive<ConnectionRemoteReset>(e =>
            {
                Interlocked.Increment(ref dispatcher._remoteResets);
                ledger.Excuse(e.Connection);
            });
        }
    }
}
