using CephActors.Tests.Actors;
using CephActors.Transport;
using Xunit.Abstractions;

namespace CephActors.Tests.EndToEnd;

/// <summary>The fixture of Ceph's functional cases: a server osd.0, a client without number, real sockets.</summary>
public abstract class FunctionalTest(ITestOutputHelper output) : MessengerTest(output)
{
    internal static readonly CephMessage PingMessage = new(MessageType.Ping);

    /// <summary>Where servers listen; says which protocol is spoken.</summary>
    internal virtual EntityAddress Listening => AnyPort;

    /// <summary>The form of frames where that protocol is v2.</summary>
    internal virtual V2Form Form => V2Form.Usual;

    /// <summary>A bound server that answers what it receives.</summary>
    internal Task<Actor> ServeAsync(string policy, ByteTransport? transport = null, string settings = "") =>
        BindAsync(Create("osd.0", policy, transport, settings, isServer: true));

    /// <summary>An unbound client.</summary>
    internal Actor Client(string policy, ByteTransport? transport = null, string settings = "") =>
        Create("client.-1", policy, transport, settings, isServer: false);

    internal Actor Create(string name, string policy, ByteTransport? transport, string settings, bool isServer)
    {
        var messenger = CreateMessenger(name, $"{Form.Settings}\ndefault-policy = {policy}\n{settings}", transport ?? new SocketTransport());
        Form.Equip(messenger, Sys);
        return new Actor(messenger, new FakeDispatcher(Sys, messenger, isServer));
    }

    internal async Task<Actor> BindAsync(Actor actor)
    {
        await actor.Messenger.BindAsync(Listening).WaitAsync(Patience);
        return actor;
    }

    /// <summary>Sends a ping and waits until the session has counted so many answers.</summary>
    internal async Task RoundTripAsync(Actor client, Connection connection, int count)
    {
        Assert.Equal(SendResult.Accepted, connection.Send(PingMessage));
        await UntilAsync(() => client.Dispatcher.Count(connection) == count);
        await UntilAsync(() => connection.IsConnected);
    }

    /// <summary>A messenger of the play and its dispatcher.</summary>
    internal sealed record Actor(CephMessenger Messenger, FakeDispatcher Dispatcher)
    {
        public Connection ConnectTo(Actor peer, bool anonymous = false) =>
            Messenger.ConnectTo(peer.Messenger.OwnAddresses, peer.Messenger.EntityName.Type, anonymous);
    }
}
