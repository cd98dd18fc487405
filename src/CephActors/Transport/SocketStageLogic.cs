using System.Net.Sockets;
using Akka.Streams;
using Akka.Streams.Stage;

namespace CephActors.Transport;

/// <summary>
/// <code>
///  connecting --> established --> both directions ended --> completed
///       \              \--> aborting (a send still owns buffers) --> failed
///        \--> failed
/// </code>
/// Receives and sends that complete at once are turned into pushes and pulls, so the interpreter's own limit of events
/// a turn bounds how long one busy socket can keep a thread.
/// </summary>
internal sealed class SocketStageLogic : GraphStageLogic, IInHandler, IOutHandler
{
    /// <summary>Receives discarded in one turn once nobody reads.</summary>
    private const int DiscardsPerTurn = 16;

    private readonly SocketStage _stage;
    private readonly Landing? _landing;
    private readonly TaskCompletionSource<SocketInfo> _established = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<object> _tell;
    private Socket? _socket;
    private SocketWaiter? _waiter;
    private SocketReceiver? _receiver;
    private SocketSender? _sender;
    private Exception? _abortReason;
    private bool _sendEnded;
    private bool _receiveEnded;

    public SocketStageLogic(SocketStage stage, Socket? accepted, Landing? landing)
        : base(stage.Shape)
    {
        _stage = stage;
        _landing = landing;
        _socket = accepted;
        _tell = GetAsyncCallback<object>(OnEvent);
        SetHandler(stage.In, (IInHandler)this);
        SetHandler(stage.Out, (IOutHandler)this);
    }

    public Task<SocketInfo> Established => _established.Task;

    public override void PreStart()
    {
        // The stage outlives its ports: a closing socket waits for the last send and for the peer's FIN.
        SetKeepGoing(true);
        if (_socket is not null)
        {
            OnEstablished();
            return;
        }

        try
        {
            _socket = SocketTransport.Open(_stage.Remote.AddressFamily, _stage.Settings);
            _waiter = SocketWaiter.For(_socket, _stage.Driver, _tell);
            if (!_waiter.Connect(_stage.Remote)) OnConnected();
        }
        catch (SocketException e)
        {
            Abort(e);
        }
    }

    public override void PostStop()
    {
        _receiver?.Dispose();
        _waiter?.Dispose();
        _socket?.Dispose();
        if (_established.TrySetException(_abortReason ?? new SocketException((int)SocketError.OperationAborted)))
            _ = _established.Task.Exception; // the stream reports it as well; nobody has to look at the task
    }

    void IInHandler.OnPush() => AfterSend(_sender!.Send(Grab(_stage.In)));

    void IInHandler.OnUpstreamFinish()
    {
        if (_sender is { IsWaiting: false }) EndSending();
    }

    void IInHandler.OnUpstreamFailure(Exception e) => Abort(e);

    void IOutHandler.OnPull()
    {
        if (_receiver is { IsWaiting: false }) Receive();
    }

    void IOutHandler.OnDownstreamFinish(Exception cause)
    {
        if (cause is not SubscriptionWithCancelException.NonFailureCancellation)
            Abort(cause);
        else if (_sendEnded)
            CompleteStage();
        else if (_receiver is { IsWaiting: false })
            Receive();
    }

    private void OnEvent(object told)
    {
        if (told == SocketEvent.ReceiveReady)
            OnReceiveReady();
        else if (told == SocketEvent.SendCompleted)
            OnSendCompleted();
        else if (told == SocketEvent.DiscardMore)
            Receive();
        else
            OnConnected();
    }

    private void OnConnected()
    {
        if (_abortReason is not null) return;
        var error = _waiter!.GetConnected();
        if (error == SocketError.Success)
            OnEstablished();
        else
            Abort(new SocketException((int)error));
    }

    private void OnEstablished()
    {
        SocketInfo info;
        try
        {
            info = SocketTransport.Establish(_socket!, _stage.Settings);
        }
        catch (SocketException e)
        {
            // The peer may reset the socket between accept and here.
            Abort(e);
            return;
        }

        _waiter ??= SocketWaiter.For(_socket!, _stage.Driver, _tell);
        _receiver = new SocketReceiver(_socket!, _stage.Settings.SlabSize, _landing, _waiter, _tell);
        _sender = new SocketSender(_socket!, _waiter);
        _established.TrySetResult(info);
        if (IsClosed(_stage.In))
            EndSending();
        else
            Pull(_stage.In);
        var ended = _abortReason is not null || (_sendEnded && IsClosed(_stage.Out));
        if (!ended && (IsAvailable(_stage.Out) || IsClosed(_stage.Out))) Receive();
    }

    private void OnSendCompleted()
    {
        if (_abortReason is not null)
            FailStage(_abortReason);
        else
            AfterSend(_sender!.Completed());
    }

    private void AfterSend(TransferStatus status)
    {
        if (status == TransferStatus.Failed)
            Abort(new SocketException((int)_sender!.Error));
        else if (status == TransferStatus.Done && IsClosed(_stage.In))
            EndSending();
        else if (status == TransferStatus.Done)
            Pull(_stage.In);
    }

    private void EndSending()
    {
        _sendEnded = true;
        try
        {
            _socket!.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException e)
        {
            Abort(e);
            return;
        }

        if (_receiveEnded || IsClosed(_stage.Out)) CompleteStage();
    }

    private void OnReceiveReady()
    {
        _receiver!.Ready();
        Receive();
    }

    private void Receive()
    {
        if (_abortReason is not null) return;
        for (var discarded = 0; discarded < DiscardsPerTurn; discarded++)
        {
            switch (_receiver!.Receive(out var data))
            {
                case TransferStatus.Done when IsClosed(_stage.Out):
                    continue;
                case TransferStatus.Done:
                    Push(_stage.Out, data);
                    return;
                case TransferStatus.EndOfStream:
                    EndReceiving();
                    return;
                case TransferStatus.Failed:
                    Abort(new SocketException((int)_receiver.Error));
                    return;
                default:
                    return;
            }
        }

        _tell(SocketEvent.DiscardMore);
    }

    private void EndReceiving()
    {
        _receiveEnded = true;
        Complete(_stage.Out);
        if (_sendEnded) CompleteStage();
    }

    /// <summary>
    /// Resets the socket. A send under way still reads its buffers, so the inlet, and with it their owner, is let go
    /// only when that send has returned.
    /// </summary>
    private void Abort(Exception reason)
    {
        if (_abortReason is not null) return;
        _abortReason = reason;
        if (_socket is not null)
        {
            try
            {
                _socket.LingerState = new LingerOption(true, 0);
            }
            catch (SocketException)
            {
                // A socket that is broken or was never connected has nothing to reset.
            }

            _socket.Dispose();
        }

        if (_sender is { OwnsBuffers: true })
            Fail(_stage.Out, reason);
        else
            FailStage(reason);
    }
}
