using System.Buffers;
using System.Net.Sockets;

namespace CephActors.TestKit;

/// <summary>From the messenger to the transport.</summary>
internal sealed partial class InterceptorStageLogic
{
    private InterceptedPass? _stallsWhenSent;
    private ReadOnlySequence<byte>? _heldWrite;
    private bool _wroteStalled;

    private void OnToSend()
    {
        _toSend = Grab(_stage.ToSend);
        if (_shut)
            FailAfterStall();
        else
            Write();
    }

    private void OnToSendFinished()
    {
        if (_toSend.IsEmpty && !_held && IsAvailable(_stage.Sent))
            Complete(_stage.Sent);
    }

    /// <summary>The transport has sent what it had, and takes more.</summary>
    private void OnSent()
    {
        if (_stallsWhenSent is { } pass)
        {
            _stallsWhenSent = null;
            _wroteStalled = true;
            Shut();
            Hold(pass);
            return;
        }

        Write();
        if (!_wrote || _greeted)
            return;

        // As in Ceph, nobody looks at the peer's banner before the own one is out.
        _greeted = true;
        Read();
    }

    private void OnSentCancelled(Exception cause)
    {
        if (!_held && !IsClosed(_stage.ToSend))
            Cancel(_stage.ToSend, cause);
    }

    private void Write()
    {
        if (_held || !IsAvailable(_stage.Sent))
            return;
        if (TryTakeWrite(out var bytes, out var pass))
            Send(bytes, pass);
        else if (IsClosed(_stage.ToSend))
            Complete(_stage.Sent);
        else if (!HasBeenPulled(_stage.ToSend))
            Pull(_stage.ToSend);
    }

    private void Send(ReadOnlySequence<byte> bytes, InterceptedPass? pass)
    {
        switch (pass?.Action)
        {
            case InterceptionAction.Fault:
                Break();
                break;
            case InterceptionAction.Block:
                _heldWrite = bytes;
                Hold(pass);
                break;
            default:
                _stallsWhenSent = pass;
                SendOn(bytes);
                break;
        }
    }

    /// <summary>One handshake frame, or everything that one write has for the open session. A stalled write is flushed as a whole.</summary>
    private bool TryTakeWrite(out ReadOnlySequence<byte> bytes, out InterceptedPass? pass)
    {
        pass = null;
        var whole = _toSend;
        var lane = _stage.Recognizer.Write;
        if (!lane.TryRead(ref _toSend, out var part))
        {
            bytes = default;
            return false;
        }

        var action = Pass(part.Point, IoDirection.Write, ref pass);
        bytes = part.Bytes;
        if (!part.InSession && action is not InterceptionAction.Stall)
            return true;
        while (lane.TryRead(ref _toSend, out part))
            Pass(part.Point, IoDirection.Write, ref pass);
        bytes = whole;
        return true;
    }

    private void ReleaseWrite()
    {
        if (_heldWrite is { } bytes)
        {
            _heldWrite = null;
            if (IsClosed(_stage.Sent))
                FailAfterStall();
            else
                SendOn(bytes);
        }
        else if (_wroteStalled)
        {
            // The write has succeeded; what is read next is the end.
            Complete(_stage.Received);
            if (!IsClosed(_stage.ToSend) && !HasBeenPulled(_stage.ToSend))
                Pull(_stage.ToSend);
        }
        else
        {
            Write();
        }
    }

    private void SendOn(ReadOnlySequence<byte> bytes)
    {
        Push(_stage.Sent, bytes);
        _wrote = true;
    }

    private void FailAfterStall()
    {
        var reason = new SocketException((int)SocketError.ConnectionReset);
        Fail(_stage.Received, reason);
        Cancel(_stage.ToSend, reason);
    }
}
