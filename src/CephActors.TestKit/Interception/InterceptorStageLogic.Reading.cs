using System.Buffers;

namespace CephActors.TestKit;

/// <summary>From the transport to the messenger.</summary>
internal sealed partial class InterceptorStageLogic
{
    private (ReadOnlySequence<byte> Bytes, InterceptedPass Pass)? _next;
    private ReadOnlySequence<byte>? _heldRead;
    private Exception? _receiveFailure;

    private void OnReceive()
    {
        _received = Grab(_stage.Receive);
        Read();
    }

    private void OnReceiveFinished()
    {
        if (!_held && _next is null && _received.IsEmpty)
            Complete(_stage.Received);
    }

    private void OnReceiveFailed(Exception reason)
    {
        if (_held)
            _receiveFailure = reason;
        else
            FailStage(reason);
    }

    private void Read()
    {
        if (_held || !_greeted || !IsAvailable(_stage.Received))
            return;
        if (_next is { } next)
        {
            _next = null;
            ReadActedUpon(next.Bytes, next.Pass);
            return;
        }

        if (!_shut && TryRead())
            return;
        if (IsClosed(_stage.Receive))
            Complete(_stage.Received);
        else if (!HasBeenPulled(_stage.Receive))
            Pull(_stage.Receive);
    }

    /// <summary>Hands on what it may: a handshake frame, or frames of the session up to one that something is done to.</summary>
    private bool TryRead()
    {
        var from = _received;
        var length = 0L;
        while (_stage.Recognizer.Read.TryRead(ref _received, out var part))
        {
            InterceptedPass? pass = null;
            if (Pass(part.Point, IoDirection.Read, ref pass) is not InterceptionAction.None)
            {
                if (length > 0)
                {
                    _next = (part.Bytes, pass!);
                    break;
                }

                ReadActedUpon(part.Bytes, pass!);
                return true;
            }

            if (!part.InSession)
            {
                Push(_stage.Received, part.Bytes);
                return true;
            }

            length += part.Bytes.Length;
        }

        if (length == 0)
            return false;
        Push(_stage.Received, from.Slice(0, length));
        return true;
    }

    private void ReadActedUpon(ReadOnlySequence<byte> bytes, InterceptedPass pass)
    {
        switch (pass.Action)
        {
            case InterceptionAction.Fault:
                Break();
                return;
            case InterceptionAction.Stall:
                // The transport takes its buffers back with the socket.
                _heldRead = new ReadOnlySequence<byte>(bytes.ToArray());
                Shut();
                break;
            default:
                _heldRead = bytes;
                break;
        }

        Hold(pass);
    }

    private void ReleaseRead()
    {
        if (_heldRead is { } bytes)
        {
            _heldRead = null;
            if (IsAvailable(_stage.Received))
                Push(_stage.Received, bytes);
        }
        else if (IsAvailable(_stage.Received))
        {
            Read();
        }
    }
}
