using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CephActors.Transport;

/// <summary>
/// Sends one sequence at a time over a connected, non-blocking socket, gathered, until all of it is sent. What only a send
/// that has to wait needs is made when the first one has to: most sockets never get there.
/// </summary>
internal sealed class SocketSender : IDisposable
{
    private const int MaxGathered = 64;

    private readonly Socket _socket;
    private readonly Action<object> _tell;
    private SocketAsyncEventArgs? _operation;
    private List<ArraySegment<byte>>? _gathered;
    private ReadOnlySequence<byte> _rest;

    /// <param name="socket">Connected and non-blocking.</param>
    /// <param name="tell">Told <see cref="SocketEvent.SendCompleted"/> from any thread after <see cref="TransferStatus.Waiting"/>.</param>
    public SocketSender(Socket socket, Action<object> tell)
    {
        _socket = socket;
        _tell = tell;
    }

    public bool IsWaiting { get; private set; }

    public SocketError Error { get; private set; }

    /// <summary>Starts to send; the buffers stay in use until <see cref="TransferStatus.Done"/>.</summary>
    public TransferStatus Send(in ReadOnlySequence<byte> data)
    {
        _rest = data;
        return Continue();
    }

    /// <summary>To be called once after each callback.</summary>
    public TransferStatus Completed()
    {
        IsWaiting = false;
        return Account(_operation!.SocketError, _operation.BytesTransferred) ? Continue() : TransferStatus.Failed;
    }

    public void Dispose() => _operation?.Dispose();

    private TransferStatus Continue()
    {
        while (!_rest.IsEmpty)
        {
            // A peer that has once not kept up may be slow again: then the operation is asked at once.
            var (error, count) = (SocketError.WouldBlock, 0);
            if (_operation is null)
                count = SendNow(out error);
            if (error == SocketError.WouldBlock)
            {
                if (StartWaiting())
                    return TransferStatus.Waiting;
                (error, count) = (_operation!.SocketError, _operation.BytesTransferred);
            }

            if (!Account(error, count))
                return TransferStatus.Failed;
        }

        _rest = default;
        _gathered?.Clear();
        return TransferStatus.Done;
    }

    private bool Account(SocketError error, int count)
    {
        Error = error == SocketError.Success && count == 0 ? SocketError.ConnectionReset : error;
        if (Error != SocketError.Success) return false;
        _rest = _rest.Slice(count);
        return true;
    }

    private int SendNow(out SocketError error) => Gather() is { } segments
        ? _socket.Send(segments, SocketFlags.None, out error)
        : _socket.Send(FirstNonEmpty().Span, SocketFlags.None, out error);

    /// <summary>False: it went at once after all.</summary>
    private bool StartWaiting()
    {
        _operation ??= SocketTransport.Operation(_tell, SocketEvent.SendCompleted);

        // Buffer and buffer list exclude each other; either has to be cleared before the other is set.
        if (Gather() is { } segments)
        {
            _operation.SetBuffer(default);
            _operation.BufferList = segments;
        }
        else
        {
            _operation.BufferList = null;
            _operation.SetBuffer(MemoryMarshal.AsMemory(FirstNonEmpty()));
        }

        return IsWaiting = _socket.SendAsync(_operation);
    }

    /// <summary>The next pieces if there are several; null for one.</summary>
    private List<ArraySegment<byte>>? Gather()
    {
        if (_rest.IsSingleSegment) return null;
        _gathered ??= [];
        _gathered.Clear();
        foreach (var memory in _rest)
        {
            if (memory.IsEmpty) continue;
            if (_gathered.Count == MaxGathered || !MemoryMarshal.TryGetArray(memory, out var segment)) break;
            _gathered.Add(segment);
        }

        return _gathered.Count > 1 ? _gathered : null;
    }

    private ReadOnlyMemory<byte> FirstNonEmpty()
    {
        foreach (var memory in _rest)
            if (!memory.IsEmpty) return memory;
        return default;
    }
}
