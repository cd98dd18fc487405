using Akka.Actor;

namespace CephActors.Tests.FaultMatrix;

/// <summary>What the dispatcher of a side is told, and the rules that must hold then.</summary>
internal sealed partial class MatrixSide
{
    /// <summary>The side's dispatcher.</summary>
    public Props Dispatcher => Props.Create(() => new DispatcherActor(this));

    private void Told(object message)
    {
        switch (message)
        {
            case MessageReceived { Connection.IsLoopback: true } m: journal.Fence(m.Message.Tid); break;
            case MessageReceived m: Do($"operation on {m.Connection.QueueId}", Receive); break;
            case ConnectionEstablished e: Do($"told of connect of {e.Connection.QueueId}", () => OnConnect(Of(e.Connection))); break;
            case ConnectionAccepted e: Do($"told of accept of {e.Connection.QueueId}", () => OnAccept(Of(e.Connection))); break;
            case ConnectionReset e: Do($"told of reset of {e.Connection.QueueId}", () => OnReset(Of(e.Connection))); break;
            case ConnectionRemoteReset e: Do($"told of remote reset of {e.Connection.QueueId}", () => OnRemoteReset(Of(e.Connection))); break;
        }
    }

    private void Receive()
    {
        if (++Received > Expected())
            journal.Fail($"{name}: an operation arrived that was not to, or twice");
    }

    private void OnConnect(MatrixConnection connection)
    {
        connection.Connects++;
        if (connection != Tracked && !connection.IsClosed)
            journal.Fail($"{name}: connect of a connection that is not the tracked one");
    }

    private void OnAccept(MatrixConnection connection)
    {
        connection.Accepts++;
        if (connection.IsClosed)
            return;
        if (Tracked is { IsClosed: false } tracked && tracked != connection)
            journal.Fail($"{name}: accept of another connection while the tracked one lives");
        Track(connection);
    }

    /// <summary>A connection that nobody has heard of may end with a reset: Ceph's AsyncMessenger raises it then too.</summary>
    private void OnReset(MatrixConnection connection)
    {
        connection.Resets++;
        if (connection == Tracked)
            Tracked = null;
        else if (connection.Accepts + connection.Connects > 0 && connection.Resets > 1)
            journal.Fail($"{name}: second reset of a connection");
    }

    private void OnRemoteReset(MatrixConnection connection)
    {
        connection.RemoteResets++;
        if (connection != Tracked)
            journal.Fail($"{name}: remote reset of a connection that is not the tracked one");
    }

    private sealed class DispatcherActor : UntypedActor
    {
        private readonly MatrixSide _side;

        public DispatcherActor(MatrixSide side) => _side = side;

        protected override void OnReceive(object message) => _side.Told(message);
    }
}
