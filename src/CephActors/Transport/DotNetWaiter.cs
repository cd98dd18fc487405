using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CephActors.Execution;

namespace CephActors.Transport;

/// <summary>
/// Waits by asynchronous operations of .NET: for something to receive by a receive of zero bytes, for room by the send itself.
/// What only a send that has to wait needs is made when the first one has to: most sockets never get there.
/// </summary>
internal sealed class DotNetWaiter(Socket socket, Action<object> tell) : SocketWaiter
{
    private readonly SocketAsyncEventArgs _receive = new Operation(tell, SocketEvent.ReceiveReady);
    private SocketAsyncEventArgs? _connect;
    private SocketAsyncEventArgs? _send;

    public override bool SendsWhileWaiting => true;

    public override SocketError ReceiveError => _receive.SocketError;

    public override (SocketError Error, int Count) Sent => (_send!.SocketError, _send.BytesTransferred);

    public override bool Connect(IPEndPoint remote)
    {
        _connect = new Operation(tell, SocketEvent.Connected) { RemoteEndPoint = remote };
        return socket.ConnectAsync(_connect);
    }

    public override SocketError GetConnected()
    {
        var error = _connect!.SocketError;
        _connect.Dispose();
        _connect = null;
        return error;
    }

    public override bool AwaitReceive() => socket.ReceiveAsync(_receive);

    public override bool AwaitSend(List<ArraySegment<byte>>? gathered, ReadOnlyMemory<byte> single)
    {
        _send ??= new Operation(tell, SocketEvent.SendCompleted);

        // Buffer and buffer list exclude each other; either has to be cleared before the other is set.
        if (gathered is not null)
        {
            _send.SetBuffer(default);
            _send.BufferList = gathered;
        }
        else
        {
            _send.BufferList = null;
            _send.SetBuffer(MemoryMarshal.AsMemory(single));
        }

        return socket.SendAsync(_send);
    }

    public override void Dispose()
    {
        _connect?.Dispose();
        _receive.Dispose();
        _send?.Dispose();
    }

    /// <summary>A reusable operation that tells an event when it completes: from any thread, without the execution context.</summary>
    private sealed class Operation(Action<object> tell, object completed) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e) => OpTurn.Tell(tell, completed);
    }
}
