using CephActors.Framing;
using CephActors.Transport;

namespace CephActors.Streams;

/// <summary>What the stages of a socket report, always from the one thread that runs them at the time.</summary>
internal interface ISocketListener
{
    /// <summary>The socket is established.</summary>
    public void OnConnected(SocketInfo info);

    /// <summary>Frames arrived; one credit is taken.</summary>
    public void OnFrames(FrameBatch batch);

    /// <summary>The batch written last has been sent.</summary>
    public void OnWriterReady();

    /// <summary>As asked, writing ended after the last batch was sent; or, with a cause, nothing can be sent any more.</summary>
    public void OnWriterStopped(Exception? cause);

    /// <summary>Nothing will be received any more: in order, or because of a failure.</summary>
    public void OnEnded(Exception? failure);
}
