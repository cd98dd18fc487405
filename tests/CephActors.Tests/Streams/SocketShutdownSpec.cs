using Akka.Streams;
using CephActors.Streams;
using CephActors.Transport;

namespace CephActors.Tests.Streams;

/// <summary>Sockets whose materializer goes away.</summary>
public sealed class SocketShutdownSpec : SocketStreamHarness
{
    internal override ByteTransport Transport { get; } = new SocketTransport();

    [Fact]
    public async Task Open_should_tell_the_end_when_the_materializer_is_shut_down()
    {
        await Listen();
        var doomed = ActorMaterializer.Create(Sys, ActorMaterializerSettings.Create(Sys), "doomed");
        doomed.Shutdown();
        var socket = SocketStream.Open(Transport, Listener.Local, Settings, Wire.Codec, Connector, 7, doomed);

        Assert.NotEqual(SocketEndKind.PeerClosed, ExpectEnd(Connector, socket).Kind);
    }

    [Fact]
    public async Task Socket_should_end_when_the_materializer_is_shut_down_under_it()
    {
        await Listen();
        var doomed = ActorMaterializer.Create(Sys, ActorMaterializerSettings.Create(Sys), "doomed");
        var client = SocketStream.Open(Transport, Listener.Local, Settings, Wire.Codec, Connector, 7, doomed);
        var server = await AcceptNext();
        Connector.ExpectMsg<SocketConnected>(Patience);

        doomed.Shutdown();

        Assert.Equal(SocketEndKind.Aborted, ExpectEnd(Connector, client).Kind);
        Assert.NotNull(ExpectEnd(Acceptor, server));
    }
}
