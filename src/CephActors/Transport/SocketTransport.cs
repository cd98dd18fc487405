using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Akka.Streams.Dsl;

namespace CephActors.Transport;

/// <summary>Sockets of the operating system, driven by stages of our own. The default.</summary>
/// <param name="driver">What waits for them; null to leave that to the runtime.</param>
internal sealed class SocketTransport(EpollDriver? driver) : ByteTransport
{
    /// <summary>Sockets that are waited for in the best way the system has.</summary>
    public SocketTransport()
        : this(EpollDriver.Instance)
    {
    }

    public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(
        IPEndPoint remote, SocketSettings settings) =>
        Flow.FromGraph(new SocketStage(remote, settings, driver));

    public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
        Source.FromGraph(new ListenerStage(local, settings, driver));

    /// <summary>A socket with the options that must be set before it connects or listens.</summary>
    internal static Socket Open(AddressFamily family, SocketSettings settings)
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        // An accepted socket inherits the buffer of its listener; set later it would not widen the window.
        if (settings.ReceiveBuffer > 0) socket.ReceiveBufferSize = settings.ReceiveBuffer;
        return socket;
    }

    /// <summary>The options of an established socket.</summary>
    internal static SocketInfo Establish(Socket socket, SocketSettings settings)
    {
        socket.NoDelay = settings.NoDelay;
        socket.Blocking = false;
        return new SocketInfo((IPEndPoint)socket.LocalEndPoint!, (IPEndPoint)socket.RemoteEndPoint!);
    }
}
