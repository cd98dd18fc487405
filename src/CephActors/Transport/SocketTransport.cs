using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Akka.Streams.Dsl;
using CephActors.Execution;

namespace CephActors.Transport;

/// <summary>Sockets of the operating system, driven by stages of our own. The default.</summary>
internal sealed class SocketTransport : ByteTransport
{
    public override Flow<ReadOnlySequence<byte>, ReadOnlySequence<byte>, Task<SocketInfo>> Connect(
        IPEndPoint remote, SocketSettings settings) =>
        Flow.FromGraph(new SocketStage(remote, settings));

    public override Source<IncomingSocket, Task<TransportListener>> Bind(IPEndPoint local, SocketSettings settings) =>
        Source.FromGraph(new ListenerStage(local, settings));

    /// <summary>A socket with the options that must be set before it connects or listens.</summary>
    internal static Socket Open(AddressFamily family, SocketSettings settings)
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        // An accepted socket inherits the buffer of its listener; set later it would not widen the window.
        if (settings.ReceiveBuffer > 0) socket.ReceiveBufferSize = settings.ReceiveBuffer;
        return socket;
    }

    /// <summary>A reusable operation that tells an event when it completes: from any thread, without the execution context.</summary>
    internal static SocketAsyncEventArgs Operation(Action<object> tell, object completed) => new Telling(tell, completed);

    /// <summary>The options of an established socket.</summary>
    internal static SocketInfo Establish(Socket socket, SocketSettings settings)
    {
        socket.NoDelay = settings.NoDelay;
        socket.Blocking = false;
        return new SocketInfo((IPEndPoint)socket.LocalEndPoint!, (IPEndPoint)socket.RemoteEndPoint!);
    }

    private sealed class Telling(Action<object> tell, object completed) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e) => OpTurn.Tell(tell, completed);
    }
}
