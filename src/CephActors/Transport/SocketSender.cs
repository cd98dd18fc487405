using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CephActors.Transport;

/// <summary>Sends one sequence at a time over a connected, non-blocking socket, gathered, until all of it is sent.</summary>
internal sealed class SocketSender : IDisposable
{
    private const int MaxGathered = 64;

    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _operation;
    private readonly List<ArraySegment<byte>> _gathered = [];
    private ReadOnlySequence<byte> _rest;

    /// <param name="socket">Connected and non-blocking.</param>
    /// <param name="completed">Called from any thread after <see cref="TransferStatus.Waiting"/>.</param>
    public SocketSender(Socket socket, Action completed)
    {
        _socket = socket;
        _operation = SocketTransport.Operation(completed);
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
        return Account() ? Continue() : TransferStatus.Failed;
    }

    public void Dispose() => _operation.Dispose();

    private TransferStatus Continue()
    {
        while (!_rest.IsEmpty)
        {
            Prepare();
            if (_socket.SendAsync(_operation))
            {
                IsWaiting = true;
                return TransferStatus.Waiting;
            }

            if (!Account()) return TransferStatus.Failed;
        }

        _rest = default;
        return TransferStatus.Done;
    }

    private bool Account()
    {
        Error = _operation.SocketError;
        if (Error == SocketError.Success && _operation.BytesTransferred == 0) Error = SocketError.ConnectionReset;
        if (Error != SocketError.Success) return false;
        _rest = _rest.Slice(_operation.BytesTransferred);
        return true;
    }

    private void Prepare()
    {
        // Buffer and buffer list exclude each other; either has to be cleared before the other is set.
        Gather();
        if (_gathered.Count > 1)
        {
            _operation.SetBuffer(default);
            _operation.BufferList = _gathered;
        }
        else
        {
            _operation.BufferList = null;
            _operation.SetBuffer(MemoryMarshal.AsMemory(FirstNonEmpty()));
        }
    }

    private void Gather()
    {
        _gathered.Clear();
        if (_rest.IsSingleSegment) return;
        foreach (var memory in _rest)
        {
            if (memory.IsEmpty) continue;
            if (_gathered.Count == MaxGathered || !MemoryMarshal.TryGetArray(memory, out var segment)) return;
            _gathered.Add(segment);
        }
    }

    private ReadOnlyMemory<byte> FirstNonEmpty()
    {
        foreach (var memory in _rest)
            if (!memory.IsEmpty) return memory;
        return default;
    }
}
