using System.Net;
using System.Net.Sockets;

namespace CephActors.Transport;

/// <summary>
/// Waits for one non-blocking socket. What it waits for is told once, from any thread, as a <see cref="SocketEvent"/>; afterwards
/// the call that could not be done at once is tried again.
/// </summary>
internal abstract class SocketWaiter : IDisposable
{
    /// <summary>
    /// While a send is waited for, the system reads the buffers it was given; otherwise they are free when the socket is closed.
    /// </summary>
    public abstract bool SendsWhileWaiting { get; }

    /// <summary>Why receiving cannot go on, found by waiting for it.</summary>
    public abstract SocketError ReceiveError { get; }

    /// <summary>What a send that was waited for came to: the bytes it sent, none if it has to be tried again.</summary>
    public abstract (SocketError Error, int Count) Sent { get; }

    /// <summary>Waits for sockets: by the threads of a driver, or where there is none by the runtime's own means.</summary>
    public static SocketWaiter For(Socket socket, EpollDriver? driver, Action<object> tell) =>
        driver is null ? new DotNetWaiter(socket, tell) : new EpollWaiter(driver, socket, tell);

    /// <summary>Connects. True: <see cref="SocketEvent.Connected"/> follows; false: it has ended.</summary>
    public abstract bool Connect(IPEndPoint remote);

    /// <summary>What the connect that has ended came to.</summary>
    public abstract SocketError GetConnected();

    /// <summary>Waits for something to receive. True: <see cref="SocketEvent.ReceiveReady"/> follows; false: there is something, or an error.</summary>
    public abstract bool AwaitReceive();

    /// <summary>
    /// Waits until the socket takes more, or gives it what is to be sent: several pieces if that is not null, else one.
    /// True: <see cref="SocketEvent.SendCompleted"/> follows; false: it has ended.
    /// </summary>
    public abstract bool AwaitSend(List<ArraySegment<byte>>? gathered, ReadOnlyMemory<byte> single);

    /// <summary>Nothing more is told.</summary>
    public abstract void Dispose();
}
