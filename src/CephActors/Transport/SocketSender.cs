using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CephActors.Transport;

/// <summary>Sends one sequence at a time over a connected, non-blocking socket, gathered, until all of it is sent.</summary>
/// <param name="socket">Connected and non-blocking.</param>
/// <param name="waiter">Waits for it, and tells <see cref="SocketEvent.SendCompleted"/> after <see cref="TransferStatus.Waiting"/>.</param>
internal sealed class SocketSender(Socket socket, SocketWaiter waiter)
{
    private const int MaxGathered = 64;

    /// <summary>
    /// Enough for one call. Long pieces are then no more than the eight that .NET takes without memory for their list.
    /// </summary>
    private const int MaxGatheredBytes = 256 << 10;

    private List<ArraySegment<byte>>? _gathered;
    private ReadOnlySequence<byte> _rest;

    public bool IsWaiting { get; private set; }

    /// <summary>The system may still read what is being sent, also after the socket was closed.</summary>
    public bool OwnsBuffers => IsWaiting && waiter.SendsWhileWaiting;

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
        return Account(waiter.Sent) ? Continue() : TransferStatus.Failed;
    }

    private TransferStatus Continue()
    {
        while (!_rest.IsEmpty)
        {
            var segments = Gather();
            var single = segments is null ? FirstNonEmpty() : default;
            var count = segments is null
                ? socket.Send(single.Span, SocketFlags.None, out var error)
                : socket.Send(segments, SocketFlags.None, out error);
            if (error == SocketError.WouldBlock)
            {
                if (IsWaiting = waiter.AwaitSend(segments, single))
                    return TransferStatus.Waiting;
                (error, count) = waiter.Sent;
            }

            if (!Account((error, count)))
                return TransferStatus.Failed;
        }

        _rest = default;
        _gathered?.Clear();
        return TransferStatus.Done;
    }

    private bool Account((SocketError Error, int Count) sent)
    {
        Error = sent switch
        {
            (SocketError.WouldBlock, _) => SocketError.Success,
            (SocketError.Success, 0) => SocketError.ConnectionReset,
            _ => sent.Error,
        };
        if (Error != SocketError.Success) return false;
        _rest = _rest.Slice(sent.Count);
        return true;
    }

    /// <summary>The next pieces if there are several; null for one.</summary>
    private List<ArraySegment<byte>>? Gather()
    {
        if (_rest.IsSingleSegment) return null;
        _gathered ??= [];
        _gathered.Clear();
        var bytes = 0;
        foreach (var memory in _rest)
        {
            if (memory.IsEmpty) continue;
            if (_gathered.Count == MaxGathered || bytes >= MaxGatheredBytes || !MemoryMarshal.TryGetArray(memory, out var segment)) break;
            _gathered.Add(segment);
            bytes += segment.Count;
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
