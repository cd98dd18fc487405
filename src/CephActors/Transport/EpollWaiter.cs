using System.Net;
using System.Net.Sockets;

namespace CephActors.Transport;

/// <summary>
/// Waits by an <see cref="EpollDriver"/>, once for each time it is asked: what arrives while nobody waits for it wakes no thread.
/// The socket must never be given to an asynchronous operation of .NET, whose thread would be woken by each arrival from then on.
/// </summary>
internal sealed class EpollWaiter : SocketWaiter
{
    private readonly EpollDriver _driver;
    private readonly Socket _socket;
    private readonly Action<object> _tell;
    private readonly ulong _token;
    private readonly Lock _lock = new();
    private EpollEvents _awaited;
    private bool _isKnown;
    private bool _isConnecting;
    private SocketError _failure;

    public EpollWaiter(EpollDriver driver, Socket socket, Action<object> tell)
    {
        _driver = driver;
        _socket = socket;
        _tell = tell;
        _token = driver.Add(this);
    }

    public override bool SendsWhileWaiting => false;

    public override SocketError ReceiveError => _failure;

    public override (SocketError Error, int Count) Sent => (_failure == SocketError.Success ? SocketError.WouldBlock : _failure, 0);

    public override bool Connect(IPEndPoint remote)
    {
        _socket.Blocking = false;
        try
        {
            _socket.Connect(remote);
            return false;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.InProgress or SocketError.WouldBlock)
        {
            _isConnecting = true;
            return Await(EpollEvents.Out);
        }
    }

    public override SocketError GetConnected()
    {
        _isConnecting = false;
        return _failure != SocketError.Success
            ? _failure
            : (SocketError)(int)_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
    }

    public override bool AwaitReceive() => Await(EpollEvents.In);

    public override bool AwaitSend(List<ArraySegment<byte>>? gathered, ReadOnlyMemory<byte> single) => Await(EpollEvents.Out);

    /// <summary>What of the awaited has happened; a broken socket can be read and written, which then says how it broke.</summary>
    public void Happened(EpollEvents events)
    {
        EpollEvents due;
        lock (_lock)
        {
            due = (events & EpollEvents.Broken) != 0 ? _awaited : _awaited & events;
            _awaited &= ~due;

            // The event has put an end to waiting for the other one too.
            if (_awaited != 0 && !TryArm())
            {
                due |= _awaited;
                _awaited = 0;
            }
        }

        if ((due & EpollEvents.In) != 0)
            _tell(SocketEvent.ReceiveReady);
        if ((due & EpollEvents.Out) != 0)
            _tell(_isConnecting ? SocketEvent.Connected : SocketEvent.SendCompleted);
    }

    public override void Dispose() => _driver.Remove(_token);

    private bool Await(EpollEvents events)
    {
        lock (_lock)
        {
            _awaited |= events;
            if (TryArm())
                return true;
            _awaited &= ~events;
            return false;
        }
    }

    /// <summary>False if the system refuses, for which it has to be out of memory or of watches.</summary>
    private bool TryArm()
    {
        try
        {
            if (!_driver.TryArm(_socket.SafeHandle, _isKnown, _awaited, _token))
            {
                _failure = SocketError.NoBufferSpaceAvailable;
                return false;
            }

            _isKnown = true;
        }
        catch (ObjectDisposedException)
        {
            // The stage has ended meanwhile: nobody waits to be told.
        }

        return true;
    }
}
