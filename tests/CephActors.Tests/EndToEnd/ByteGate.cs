namespace CephActors.Tests.EndToEnd;

/// <summary>
/// One direction of a socket: lets bytes through up to a position, and keeps a copy of the first of them. Positions count from
/// the first byte of the socket.
/// </summary>
internal sealed class ByteGate
{
    /// <summary>Where what a connector sends after its banner begins: its address.</summary>
    public const int ConnectorAddress = 9;

    /// <summary>Where a connector's first connect begins.</summary>
    public const int ConnectorConnect = 145;

    /// <summary>Where an acceptor's first reply begins.</summary>
    public const int AcceptorReply = 281;

    private const int Kept = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly MemoryStream _tape = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _limit = long.MaxValue;
    private bool _failed;
    private Action? _wake;

    /// <summary>Completes when a byte stands before the closed gate.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Bytes that went through.</summary>
    public long Position { get; private set; }

    /// <summary>The first bytes that went through.</summary>
    public byte[] Tape
    {
        get
        {
            lock (_lock)
                return _tape.ToArray();
        }
    }

    /// <summary>Lets nothing through from a position on.</summary>
    public void HoldAt(long position)
    {
        lock (_lock)
            _limit = position;
    }

    /// <summary>Holds a number of bytes further on.</summary>
    public void HoldAfter(long more)
    {
        lock (_lock)
            _limit = Position + more;
    }

    public void Release() => Change(() => _limit = long.MaxValue);

    public void Fail() => Change(() => _failed = true);

    /// <summary>How many of so many bytes may pass now; a null means that the socket is broken.</summary>
    internal int? Take(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_failed)
                return null;
            var count = (int)Math.Min(bytes.Length, _limit - Position);
            _tape.Write(bytes[..(int)Math.Clamp(Kept - Position, 0, count)]);
            Position += count;
            if (count < bytes.Length)
                _reached.TrySetResult();
            return count;
        }
    }

    internal void Attach(Action? wake)
    {
        lock (_lock)
            _wake = wake;
    }

    private void Change(Action change)
    {
        Action? wake;
        lock (_lock)
        {
            change();
            wake = _wake;
        }

        wake?.Invoke();
    }
}
