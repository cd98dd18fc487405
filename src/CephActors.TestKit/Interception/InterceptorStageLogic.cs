using System.Buffers;
using System.Net.Sockets;
using Akka.Streams.Stage;

namespace CephActors.TestKit;

/// <summary>
/// What the messenger sends goes on when the transport asks for it, what was received when the messenger does; both wait
/// while the socket is held. The messenger may send again when the transport has sent everything of the element before.
/// </summary>
internal sealed partial class InterceptorStageLogic : GraphStageLogic
{
    private readonly InterceptorStage _stage;
    private readonly Action _release;
    private ReadOnlySequence<byte> _toSend;
    private ReadOnlySequence<byte> _received;
    private bool _wrote;
    private bool _greeted;
    private bool _held;
    private bool _shut;

    public InterceptorStageLogic(InterceptorStage stage)
        : base(stage.Shape)
    {
        _stage = stage;
        _release = GetAsyncCallback(OnRelease);
        SetHandler(stage.ToSend, OnToSend, OnToSendFinished, FailSent);
        SetHandler(stage.Sent, OnSent, OnSentCancelled);
        SetHandler(stage.Receive, OnReceive, OnReceiveFinished, OnReceiveFailed);
        SetHandler(stage.Received, Read, CancelReceive);
    }

    public override void PreStart()
    {
        if (_stage.AtOnce is InterceptionAction.Fault)
            Break();
    }

    /// <summary>To the messenger the socket is lost; to the peer it closes in order.</summary>
    private void Break()
    {
        var reason = new SocketException((int)SocketError.ConnectionAborted);
        Shut();
        Fail(_stage.Received, reason);
        Cancel(_stage.ToSend, reason);
    }

    /// <summary>Closes both directions of the socket.</summary>
    private void Shut()
    {
        _shut = true;
        Complete(_stage.Sent);
        Cancel(_stage.Receive);
    }

    private void Hold(InterceptedPass pass)
    {
        _held = true;
        _stage.Interceptor.Hold(pass, _release);
    }

    private void OnRelease()
    {
        _held = false;
        if (_receiveFailure is { } reason && !_shut)
        {
            Fail(_stage.Received, reason);
            Cancel(_stage.ToSend, reason);
            return;
        }

        ReleaseRead();
        ReleaseWrite();
    }

    private InterceptionAction Pass(InterceptionPoint? point, IoDirection direction, ref InterceptedPass? pass)
    {
        if (point is not { } passed)
            return InterceptionAction.None;
        var now = _stage.Interceptor.Pass(new InterceptedPosition(passed, direction), _stage.Socket);
        if (now.Action is InterceptionAction.None)
            return InterceptionAction.None;
        pass ??= now;
        return now.Action;
    }

    private void FailSent(Exception reason) => Fail(_stage.Sent, reason);

    private void CancelReceive(Exception cause)
    {
        if (!IsClosed(_stage.Receive))
            Cancel(_stage.Receive, cause);
    }
}
