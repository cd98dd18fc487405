using System.Net;
using CephActors.Actors;
using CephActors.Session;
using CephActors.TestKit;
using CephActors.Transport;

namespace CephActors.Tests.FaultMatrix;

/// <summary>
/// Us or the peer: a messenger, its connection objects in the order they were made, and the one that is tracked. Both sides of a
/// run share one lock, one channel that says "look again", and one list of what went wrong.
/// </summary>
internal sealed partial class MatrixSide(string name, MatrixJournal journal) : IConnectionObserver
{
    private readonly Dictionary<SocketInfo, MatrixConnection> _owners = new(ReferenceEqualityComparer.Instance);
    private int _waiting;

    public CephMessenger Messenger { get; set; } = null!;

    public List<MatrixConnection> Objects { get; } = [];

    /// <summary>The connection that operations go to.</summary>
    public MatrixConnection? Tracked { get; private set; }

    /// <summary>Operations that this side sent and that must arrive.</summary>
    public int Sent { get; private set; }

    /// <summary>Operations that arrived here.</summary>
    public int Received { get; private set; }

    /// <summary>How many the other side has sent that must arrive.</summary>
    public Func<int> Expected { get; set; } = () => 0;

    void IConnectionObserver.Created(Connection connection) => Do($"made {connection.QueueId}", () =>
        Objects.Add(new MatrixConnection(connection, incoming: connection.PeerAddresses.Count == 0)));

    void IConnectionObserver.Dialling(Connection connection) => Do($"{connection.QueueId} dials", () => Of(connection).ConnectAttempts++);

    void IConnectionObserver.Owns(Connection connection, SocketInfo socket) =>
        Do($"{connection.QueueId} owns {socket.Local}-{socket.Remote}", () => _owners[socket] = Of(connection));

    void IConnectionObserver.Lost(Connection connection, SocketInfo socket) =>
        Do($"{connection.QueueId} lost {socket.Local}-{socket.Remote}", () => _owners.Remove(socket));

    void IConnectionObserver.Stepped(Connection connection, SessionState state) => Do($"{connection.QueueId} is {state}", () =>
    {
        var one = Of(connection);
        if (one.State is SessionState.Open && state is not SessionState.Open)
            one.TimesLost++;
        one.State = state;
    });

    void IConnectionObserver.BackingOff(Connection connection, TimeSpan delay) => journal.BackingOff($"{name}: {connection.QueueId} backs off", delay);

    void IConnectionObserver.Replaced(Connection connection) => Do($"{connection.QueueId} replaced", () => Of(connection).Replaced = true);

    /// <summary>Counts what went by on a socket for the connection that owns it now.</summary>
    public void Count(InterceptedPass pass) => Do(pass.ToString(), () =>
    {
        if (pass.Socket is not { } socket || !_owners.TryGetValue(socket, out var owner))
            return;
        var write = pass.Position.Direction is IoDirection.Write;
        if (pass.Position.Point is InterceptionPoint.ClientIdent && write)
            owner.ClientConnectAttempts++;
        else if (pass.Position.Point is InterceptionPoint.ClientIdent)
            owner.ServerConnectAttempts++;
        else if (pass.Position.Point is InterceptionPoint.SessionReconnect && write)
            owner.ClientReconnectAttempts++;
        else if (pass.Position.Point is InterceptionPoint.SessionReconnect)
            owner.ServerReconnectAttempts++;
    });

    /// <summary>Whether it has a socket with these ends, as it knows.</summary>
    public bool Has(IPEndPoint local, IPEndPoint remote) => _owners.Keys.Any(s => s.Local.Equals(local) && s.Remote.Equals(remote));

    /// <summary>Takes the tracked connection for the peer, or makes one, and sends what waited.</summary>
    public void Connect(EntityAddressVector peer) => Do("connects", () => Track(Of(Messenger.ConnectTo(peer, EntityType.Osd))));

    /// <summary>Sends operations, or remembers them until there is a connection.</summary>
    public void Send(int count) => Do($"sends {count}", () =>
    {
        Sent += count;
        _waiting += count;
        SendWaiting();
    });

    /// <summary>Sends an operation that must not arrive.</summary>
    public void SendUntracked() => Do("sends one that must not arrive", () => Tracked!.Handle.Send(Operation()));

    public void SendKeepalive() => Do("sends a keepalive", () => Tracked!.Handle.SendKeepalive());

    public void MarkDown() => Do("marks down", () =>
    {
        Tracked!.Handle.MarkDown();
        Tracked = null;
    });

    private static CephMessage Operation() => new(MessageType.OsdOp);

    private void Track(MatrixConnection connection)
    {
        Tracked = connection;
        SendWaiting();
    }

    private void SendWaiting()
    {
        if (Tracked is not { IsClosed: false } tracked)
            return;
        for (; _waiting > 0; _waiting--)
            tracked.Handle.Send(Operation());
    }

    private MatrixConnection Of(Connection connection) => Objects.First(o => ReferenceEquals(o.Handle, connection));

    private void Do(string what, Action action) => journal.Do($"{name}: {what}", action);
}
