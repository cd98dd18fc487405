using System.Buffers;
using System.Net.Sockets;
using CephActors.Execution;

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
/// Receives from a connected, non-blocking socket into a pooled slab. While nothing arrives it waits without a slab, so an idle
/// socket costs two small objects.
/// </summary>
internal sealed class SocketReceiver : IDisposable, IPolled
{
    /// <summary>How many slabs are taken at once after one came back full: fewer turns for large messages.</summary>
    private const int BulkFactor = 4;

    /// <summary>Room for what follows a payload in the same receive: its footer, and the head of the next message.</summary>
    private const int BehindPayload = 4 * 1024;

    /// <summary>Times that a socket is not asked for long, after it was asked for long in vain so often in a row.</summary>
    private const int MostSkipped = 64;

    private readonly Socket _socket;
    private readonly int _slabSize;
    private readonly Action<object> _tell;
    private readonly SocketWaiter _waiter;
    private byte[]? _slab;
    private bool _likelyReadable;
    private readonly Landing? _landing;
    private LandedPair? _pair;
    private bool _landed;
    private bool _bulk;
    private int _skipped;
    private int _toSkip;

    /// <param name="socket">Connected and non-blocking.</param>
    /// <param name="slabSize">Most bytes taken in one receive.</param>
    /// <param name="landing">Where long payloads are wanted; null if the reader has no such wish.</param>
    /// <param name="waiter">Waits for the socket.</param>
    /// <param name="tell">Told <see cref="SocketEvent.ReceiveReady"/> from any thread after <see cref="TransferStatus.Waiting"/>.</param>
    public SocketReceiver(Socket socket, int slabSize, Landing? landing, SocketWaiter waiter, Action<object> tell)
    {
        _socket = socket;
        _slabSize = slabSize;
        _landing = landing;
        _tell = tell;
        _waiter = waiter;
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
                if (OpTurn.Current?.TryPoll(this) == true || _waiter.AwaitReceive())
                {
                    IsWaiting = true;
                    _bulk = false;
                    return TransferStatus.Waiting;
                }
            }

            if (_waiter.ReceiveError != SocketError.Success)
                return Fail(_waiter.ReceiveError);

            var place = _landing?.Place ?? default;
            var slab = RentSlab(behindPayload: !place.IsEmpty || _landed);
            var count = place.IsEmpty
                ? _socket.Receive(slab.Span, SocketFlags.None, out var error)
                : (_pair ??= new LandedPair()).Receive(_socket, place, slab, out error);
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

            _landed = !place.IsEmpty;
            data = place.IsEmpty ? new ReadOnlySequence<byte>(slab[..count]) : _pair!.ToSequence(count);

            // Full buffers mean that more is waiting, and the rest of a payload is on its way; otherwise it is cheaper to ask first than to
            // fail a receive.
            var full = count == place.Length + slab.Length;
            _likelyReadable = full || count < place.Length;
            _bulk |= full;
            return TransferStatus.Done;
        }
    }

    bool IPolled.IsLively => _toSkip == 0;

    bool IPolled.Poll()
    {
        try
        {
            if (!_socket.Poll(0, SelectMode.SelectRead))
                return false;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The stage is told of the end by receiving, or has brought it about.
        }

        if (_toSkip == 0)
            _skipped = 0;
        _tell(SocketEvent.ReceiveReady);
        return true;
    }

    void IPolled.Await(bool inVain)
    {
        if (inVain)
            _toSkip = _skipped = Math.Min((2 * _skipped) + 1, MostSkipped);
        else if (_toSkip > 0)
            _toSkip--;
        try
        {
            if (!_waiter.AwaitReceive())
                _tell(SocketEvent.ReceiveReady);
        }
        catch (ObjectDisposedException)
        {
            // The stage has ended.
        }
    }

    public void Dispose() => ReleaseSlab();

    private TransferStatus Fail(SocketError error)
    {
        ReleaseSlab();
        Error = error;
        return TransferStatus.Failed;
    }

    /// <summary>
    /// A slab; only the beginning of one behind a long payload, where another is likely: it shall not be received into the slab.
    /// </summary>
    private Memory<byte> RentSlab(bool behindPayload)
    {
        var size = behindPayload ? Math.Min(BehindPayload, _slabSize) : _bulk ? BulkFactor * _slabSize : _slabSize;
        if (_slab is not null && _slab.Length < size) ReleaseSlab();
        _slab ??= ArrayPool<byte>.Shared.Rent(size);
        return _slab.AsMemory(0, size);
    }

    private void ReleaseSlab()
    {
        if (_slab is null) return;
        ArrayPool<byte>.Shared.Return(_slab);
        _slab = null;
    }
}
