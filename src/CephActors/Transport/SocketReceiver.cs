using System.Buffers;
using System.Net.Sockets;

namespace CephActors.Transport;

/// <summary>What one attempt to move bytes came to.</summary>
internal enum TransferStatus
{
    /// <summary>Bytes were moved.</summary>
    Done,

    /// <summary>The completion callback will come; nothing may be started before.</summary>
    Waiting,

    /// <summary>The peer has sent its FIN.</summary>
    EndOfStream,

    /// <summary>The socket is broken, see the error.</summary>
    Failed,
}

/// <summary>
/// Receives from a connected, non-blocking socket into a pooled slab. While nothing arrives it waits in a receive of
/// zero bytes and holds no slab, so an idle socket costs two small objects.
/// </summary>
internal sealed class SocketReceiver : IDisposable
{
    /// <summary>How many slabs are taken at once after one came back full: fewer turns for large messages.</summary>
    private const int BulkFactor = 4;

    private readonly Socket _socket;
    private readonly int _slabSize;
    private readonly SocketAsyncEventArgs _readiness;
    private byte[]? _slab;
    private bool _likelyReadable;
    private bool _bulk;

    /// <param name="socket">Connected and non-blocking.</param>
    /// <param name="slabSize">Most bytes taken in one receive.</param>
    /// <param name="tell">Told <see cref="SocketEvent.ReceiveReady"/> from any thread after <see cref="TransferStatus.Waiting"/>.</param>
    public SocketReceiver(Socket socket, int slabSize, Action<object> tell)
    {
        _socket = socket;
        _slabSize = slabSize;
        _readiness = SocketTransport.Operation(tell, SocketEvent.ReceiveReady);
    }

    public bool IsWaiting { get; private set; }

    public SocketError Error { get; private set; }

    /// <summary>To be called once after each callback, before receiving again.</summary>
    public void Ready()
    {
        IsWaiting = false;
        _likelyReadable = true;
    }

    /// <summary>Receives what is there. The data is valid until the next call.</summary>
    public TransferStatus Receive(out ReadOnlySequence<byte> data)
    {
        data = default;
        while (true)
        {
            if (!_likelyReadable)
            {
                ReleaseSlab();
                if (_socket.ReceiveAsync(_readiness))
                {
                    IsWaiting = true;
                    _bulk = false;
                    return TransferStatus.Waiting;
                }
            }

            if (_readiness.SocketError != SocketError.Success)
                return Fail(_readiness.SocketError);

            var slab = RentSlab();
            var count = _socket.Receive(slab, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                _likelyReadable = false;
                continue;
            }

            if (error != SocketError.Success)
                return Fail(error);
            if (count == 0)
            {
                ReleaseSlab();
                return TransferStatus.EndOfStream;
            }

            data = new ReadOnlySequence<byte>(_slab!, 0, count);

            // A full slab means more is waiting; otherwise it is cheaper to ask first than to fail a receive.
            _likelyReadable = count == slab.Length;
            _bulk |= _likelyReadable;
            return TransferStatus.Done;
        }
    }

    public void Dispose()
    {
        ReleaseSlab();
        _readiness.Dispose();
    }

    private TransferStatus Fail(SocketError error)
    {
        ReleaseSlab();
        Error = error;
        return TransferStatus.Failed;
    }

    private Span<byte> RentSlab()
    {
        var size = _bulk ? BulkFactor * _slabSize : _slabSize;
        if (_slab is not null && _slab.Length < size) ReleaseSlab();
        _slab ??= ArrayPool<byte>.Shared.Rent(size);
        return _slab.AsSpan(0, size);
    }

    private void ReleaseSlab()
    {
        if (_slab is null) return;
        ArrayPool<byte>.Shared.Return(_slab);
        _slab = null;
    }
}
